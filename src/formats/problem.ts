/** Why an input gives no scenario at all. */
export type ImportProblem =
  | { readonly code: 'empty'; readonly file: string }
  | { readonly code: 'tooLarge'; readonly file: string; readonly bytes: number }
  | {
      readonly code: 'tooMany';
      readonly file: string;
      readonly what: 'lines' | 'functions';
      readonly limit: number;
    }
  | { readonly code: 'binary'; readonly file: string }
  | {
      readonly code: 'notRecognised';
      readonly file: string;
      readonly line: number;
      readonly excerpt: string;
    }
  | { readonly code: 'noFunctions'; readonly file: string; readonly format: string }
  | {
      readonly code: 'badXml';
      readonly file: string;
      readonly line: number;
      readonly reason: string;
    }
  | {
      readonly code: 'unreadable';
      readonly file: string;
      readonly line: number;
      readonly reason: string;
    }
  | { readonly code: 'unknownFormat'; readonly format: string; readonly known: readonly string[] }
  | { readonly code: 'plainPicture'; readonly file: string }
  | { readonly code: 'openBroken' }
  | { readonly code: 'cancelled' };

/** Larger inputs are refused with their size. */
export const LARGEST_INPUT_BYTES = 5_000_000;

const megabytes = (bytes: number): string => `${(bytes / 1_000_000).toFixed(1)} MB`;

/** One sentence for people: what is wrong, where, what to do. */
export function describeImportProblem(problem: ImportProblem): string {
  switch (problem.code) {
    case 'empty':
      return `${problem.file}: there is no text in it; paste the output of "sudo lspci -vvv"`;
    case 'tooLarge':
      return `${problem.file}: ${megabytes(problem.bytes)} is more than the ${megabytes(LARGEST_INPUT_BYTES)} that are read; keep the part about PCI devices`;
    case 'tooMany':
      return `${problem.file}: more than ${problem.limit} ${problem.what} are no listing of one machine; keep the part about its PCI devices`;
    case 'binary':
      return `${problem.file}: this is a binary file, not a listing; give the text that lspci prints`;
    case 'openBroken':
      return 'the open machine has errors; mend these, then merge';
    case 'plainPicture':
      return `${problem.file}: this picture holds no document; give one that was exported here, or the text of the machine`;
    case 'notRecognised':
      return `${problem.file}:${problem.line}: not a listing that is known ("${problem.excerpt}"); paste the output of "sudo lspci -vvv", or name the format`;
    case 'noFunctions':
      return `${problem.file}: read as ${problem.format}, but it names no PCI function; paste "sudo lspci -vvv" of the same machine`;
    case 'badXml':
      return `${problem.file}:${problem.line}: ${problem.reason}; export the file again`;
    case 'unreadable':
      return `${problem.file}:${problem.line}: ${problem.reason}`;
    case 'unknownFormat':
      return `${problem.format} is not a format that is read; there are ${problem.known.join(' ')}`;
    case 'cancelled':
      return 'The import was cancelled; nothing was changed';
  }
}
