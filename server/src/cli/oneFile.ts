import { parseArgs } from 'node:util';

/** What a command on one file is asked for. */
export interface OneFile {
  /** A path, or `-`, the standard input. */
  readonly file: string;
  readonly format: 'text' | 'json' | 'csv';
}

/** `[--json|--csv] FILE`; throws what is wrong, in which the file is called by `noun`. */
export function parseOneFile(args: readonly string[], noun: string): OneFile | 'help' {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      json: { type: 'boolean', default: false },
      csv: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) {
    return 'help';
  }
  if (values.json && values.csv) {
    throw new Error('--json and --csv do not go together');
  }
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0) {
    throw new Error(`it wants one ${noun}; - is the standard input`);
  }
  return { file, format: values.json ? 'json' : values.csv ? 'csv' : 'text' };
}
