import type { SchemaIssue } from './parse.ts';

/** Why an edit cannot be applied. */
export type EditProblem =
  | { readonly code: 'notFound'; readonly id: string }
  | { readonly code: 'idTaken'; readonly id: string }
  | { readonly code: 'invalidValue'; readonly id: string; readonly issues: readonly SchemaIssue[] }
  | { readonly code: 'noAcsBit'; readonly id: string; readonly field: string };

/** One sentence for people: what is wrong, where, and what to do. */
export function describeEditProblem(problem: EditProblem): string {
  switch (problem.code) {
    case 'notFound':
      return `There is no ${problem.id} in this document any more: choose something that is.`;
    case 'idTaken':
      return `There already is a ${problem.id} in this document: choose another id.`;
    case 'invalidValue': {
      const first = problem.issues[0];
      return `${problem.id} cannot have this value: ${first?.path ?? ''} ${first?.expected ?? 'is not valid'}.`;
    }
    case 'noAcsBit':
      return `${problem.id} has no ${problem.field} in its ACS capability, so hardware keeps it 0: add the bit to the capability first.`;
  }
}
