import { isTestFile } from '../engine/build/fileName.ts';
import type { PackageVariant } from '../engine/compilerlog/compilation.ts';

/** Which compilation of its directory's package a file is in. */
export function compiledVariantOf(file: string): PackageVariant {
  return isTestFile(file) ? 'test' : 'build';
}

export function packageKey(directory: string, variant: PackageVariant): string {
  return `${variant} ${directory}`;
}
