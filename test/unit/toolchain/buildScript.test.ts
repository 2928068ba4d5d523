import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseBuildScript, splitCommand } from '../../../server/src/toolchain/buildScript.ts';

describe('script of go build -n', () => {
  it('holds commands and the files that they read', () => {
    const { commands, files } = parseBuildScript(
      [
        'mkdir -p $WORK/b001/',
        '',
        '#',
        '# example.com/m/p',
        '#',
        '',
        "cat >$WORK/b001/importcfg << 'EOF' # internal",
        '# import config',
        'packagefile fmt=/cache/fmt.a',
        'EOF',
        "echo '{}' > $WORK/b001/embedcfg # internal",
        'echo -n > $WORK/b001/go_asm.h # internal',
        'cd /home/p',
        '/go/compile -o $WORK/b001/_pkg_.a -trimpath "$WORK/b001=>" -p p ./a.go',
      ].join('\n'),
      '/home',
    );
    assert.deepEqual(commands.at(-1), {
      cwd: '/home/p',
      argv: [
        '/go/compile',
        '-o',
        '$WORK/b001/_pkg_.a',
        '-trimpath',
        '$WORK/b001=>',
        '-p',
        'p',
        './a.go',
      ],
    });
    assert.deepEqual(Object.fromEntries(files), {
      '$WORK/b001/importcfg': '# import config\npackagefile fmt=/cache/fmt.a\n',
      '$WORK/b001/embedcfg': '{}\n',
      '$WORK/b001/go_asm.h': '',
    });
  });

  it('changes to folders whose names it does not quote', () => {
    const { commands } = parseBuildScript("cd /home/it's a\tname\ncompile a.go", '/home');
    assert.equal(commands[0]?.cwd, "/home/it's a\tname");
  });

  it('writes a dot for its folder, even in the names of others', () => {
    const { commands } = parseBuildScript(
      'cd /a/b\ncompile . .. ./x.go ../y.go .c/z.go .-d/z.go -I=.c',
      '/',
    );
    assert.deepEqual(commands[0]?.argv, [
      'compile',
      '.',
      '..',
      './x.go',
      '../y.go',
      '/a/bc/z.go',
      '/a/b-d/z.go',
      '-I=.c',
    ]);
  });

  it('quotes words as Go does', () => {
    assert.deepEqual(splitCommand('a "b c" "d\\"\\\\\\u00e9\\x41" "" e # internal'), [
      'a',
      'b c',
      'd"\\éA',
      '',
      'e',
    ]);
  });
});
