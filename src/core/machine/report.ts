import type { Diagnostic, DiagnosticCode } from './types.ts';

/** Collects what enumeration finds. Errors mean that there is no machine; warnings that something is odd or left out. */
export class Report {
  readonly diagnostics: Diagnostic[] = [];

  /** Notes something that no machine can have. */
  error(code: DiagnosticCode, subject: string, message: string): void {
    this.diagnostics.push({ severity: 'error', code, subject, message });
  }

  /** Notes something that a machine can have, but that deserves a word. */
  warning(code: DiagnosticCode, subject: string, message: string): void {
    this.diagnostics.push({ severity: 'warning', code, subject, message });
  }

  /** Whether anything so far rules the machine out. */
  get hasErrors(): boolean {
    return this.diagnostics.some(({ severity }) => severity === 'error');
  }
}
