/** What keeps a function from being inlined before anything is counted: InlineImpossible of inl.go (Go 1.26). */
import type { CompilerFlags } from '../ir/compilerFlags.ts';
import type { Func } from '../ir/func.ts';

/** In the compiler's words. */
export function impossible(
  { hasBody, pragmas }: Func,
  { sanitizer, checkptr }: CompilerFlags,
): string | undefined {
  if (pragmas.has('go:noinline')) {
    return 'marked go:noinline';
  }
  if (sanitizer === 'race' && pragmas.has('go:norace')) {
    return 'marked go:norace with -race compilation';
  }
  if (checkptr > 0 && pragmas.has('go:nocheckptr')) {
    return 'marked go:nocheckptr';
  }
  if (pragmas.has('go:cgo_unsafe_args')) {
    return 'marked go:cgo_unsafe_args';
  }
  // What escapes is kept alive as well.
  if (pragmas.has('go:uintptrkeepalive') || pragmas.has('go:uintptrescapes')) {
    return 'marked as having a keep-alive uintptr argument';
  }
  if (pragmas.has('go:yeswritebarrierrec')) {
    return 'marked go:yeswritebarrierrec';
  }
  return hasBody ? undefined : 'no function body';
}
