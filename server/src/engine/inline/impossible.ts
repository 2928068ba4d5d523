/** What keeps a function from being inlined before anything is counted: InlineImpossible of inl.go (Go 1.26). */
import type { Func } from '../ir/func.ts';

/** In the compiler's words. */
export function impossible({ hasBody, pragmas }: Func): string | undefined {
  if (pragmas.has('go:noinline')) {
    return 'marked go:noinline';
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
