/** GOGC and GOMEMLIMIT, as the environment has them: runtime/mgcpacer.go (readGOGC, readGOMEMLIMIT) of Go 1.26. */

export interface Setting {
  /** Infinite for "off". */
  readonly gogc: number;
  /** Infinite for "off". */
  readonly memoryLimitBytes: number;
}

export type ParsedSetting = Setting | { readonly problem: string };

const UNITS: Readonly<Record<string, number>> = {
  '': 1,
  B: 1,
  KiB: 2 ** 10,
  MiB: 2 ** 20,
  GiB: 2 ** 30,
  TiB: 2 ** 40,
};

/** `GOGC=50,GOMEMLIMIT=512MiB`; a variable that is not named is as in `otherwise`. */
export function parseSetting(text: string, otherwise: Setting): ParsedSetting {
  let { gogc, memoryLimitBytes } = otherwise;
  for (const assignment of text.split(',').map((each) => each.trim())) {
    const [name = '', value = ''] = assignment.split('=');
    switch (name) {
      case 'GOGC':
        gogc = percentage(value);
        if (Number.isNaN(gogc)) {
          return { problem: `GOGC wants a whole percentage, or off, not ${value || 'nothing'}` };
        }
        break;
      case 'GOMEMLIMIT':
        memoryLimitBytes = byteCount(value);
        if (Number.isNaN(memoryLimitBytes)) {
          return {
            problem: `GOMEMLIMIT wants bytes such as 512MiB, or off, not ${value || 'nothing'}`,
          };
        }
        break;
      default:
        return { problem: `a setting is GOGC=N or GOMEMLIMIT=N, not ${assignment || 'nothing'}` };
    }
  }
  return { gogc, memoryLimitBytes };
}

/** As `parseSetting` reads it. */
export function settingText({ gogc, memoryLimitBytes }: Setting): string {
  const limit =
    memoryLimitBytes === Infinity ? '' : `,GOMEMLIMIT=${byteCountText(memoryLimitBytes)}`;
  return `GOGC=${gogc === Infinity ? 'off' : gogc}${limit}`;
}

/** As a script's JSON has it. */
export function settingFields({ gogc, memoryLimitBytes }: Setting): {
  readonly gogc: number | 'off';
  readonly memoryLimitBytes: number | null;
} {
  return {
    gogc: gogc === Infinity ? 'off' : gogc,
    memoryLimitBytes: memoryLimitBytes === Infinity ? null : memoryLimitBytes,
  };
}

function percentage(text: string): number {
  return text === 'off' ? Infinity : /^\d{1,9}$/.test(text) ? Number(text) : NaN;
}

function byteCount(text: string): number {
  if (text === 'off') {
    return Infinity;
  }
  const [, digits = '', unit = ''] = /^(\d+)([KMGT]iB|B)?$/.exec(text) ?? [];
  const bytes = digits === '' ? NaN : Number(digits) * (UNITS[unit] ?? NaN);
  return Number.isSafeInteger(bytes) ? bytes : NaN;
}

/** In the greatest unit that it is a whole number of. */
function byteCountText(bytes: number): string {
  const [unit, size] = Object.entries(UNITS).findLast(
    ([, each]) => bytes >= each && bytes % each === 0,
  ) ?? ['B', 1];
  return `${bytes / size}${unit}`;
}
