/** A recorded log in everything that stands around lines in practice: what is read of it stays the same. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { GcLogReader, type GcLog } from '../../../server/src/engine/gclog/reader.ts';
import type { Table } from '../../../server/src/engine/gclog/table.ts';
import { onlyRun, readGcLog } from '../../support/gcLogTruth.ts';

const TEXT = readFileSync(new URL('../../fixtures/gclog/go1.26.log', import.meta.url), 'utf8');
const LINES = TEXT.trimEnd().split('\n');

/** Everything that was read of the only process, but for the lines where it was: the first field. */
function contentOf(log: GcLog): unknown {
  const run = onlyRun(log);
  const tables = [run.cycles, run.scavenges, run.pacers, run.scheds];
  return {
    tables: tables.map((table) =>
      table.fields.slice(1).map((field) => [...(table as Table<string>).column(field)]),
    ),
    inits: run.inits.map((init) => ({ ...init, line: 0 })),
    rejects: log.countRejects,
  };
}

const TIME = '2026-11-27T17:14:10.123456789Z';
const halves = (line: string) => [line.slice(0, 40), line.slice(40)] as const;

const WRAPPERS: Readonly<Record<string, (line: string, index: number) => string>> = {
  'with CRLF': (line) => `${line}\r`,
  'with colours': (line) => `\u001b[32mapi \u001b[0m\u001b[1m${line}\u001b[0m`,
  'of docker’s json-file': (line) =>
    JSON.stringify({ log: `${line}\n`, stream: 'stderr', time: TIME }),
  'of docker logs -t': (line) => `${TIME} ${line}`,
  'of containerd': (line) => `${TIME} stderr F ${line}`,
  'of containerd in pieces': (line) =>
    halves(line)
      .map((half, index) => `${TIME} stderr ${index === 0 ? 'P' : 'F'} ${half}`)
      .join('\n'),
  'of docker in pieces': (line) =>
    halves(`${line}\n`)
      .filter((half) => half !== '')
      .map((log) => JSON.stringify({ log, stream: 'stderr', time: TIME }))
      .join('\n'),
  'of Fluent Bit with Kubernetes': (line) =>
    JSON.stringify({ log: line, stream: 'stderr', kubernetes: { pod_name: 'a' }, time: TIME }),
  'of Fluent Bit in pieces': (line) =>
    halves(line)
      .map((log, index) => JSON.stringify({ log, stream: 'stderr', _p: index === 0 ? 'P' : 'F' }))
      .join('\n'),
  'of a shipper that leaves out the ends of docker’s lines': (line) =>
    JSON.stringify({ log: line, stream: 'stderr', time: TIME }),
  'of stern': (line) => `\u001b[38;5;2mapi-6b4f9c-x2k8p\u001b[0m \u001b[32mapi\u001b[0m ${line}`,
  'of stern with times': (line) => `prod worker-0 api ${TIME} ${line}`,
  'of stern as JSON': (line) =>
    JSON.stringify({ message: `${line}\n`, podName: 'worker-0', containerName: 'api' }),
  'of kubetail': (line) => `[api-6b4f9c-x2k8p api] ${line}`,
  'of kail': (line) => `prod/api-6b4f9c-x2k8p[api]: ${line}`,
  'of swarm': (line) => `api.1.x1y2z3@node    | ${line}`,
  'of foreman': (line) => `17:14:10 api.1 | ${line}`,
  'of Fly': (line) => `${TIME} app[e784079b449483] iad [info]${line}`,
  'of Cloud Foundry': (line) => `   2026-11-27T17:14:10.12+0000 [APP/PROC/WEB/0] ERR ${line}`,
  'of log/slog': (line) => `time=${TIME} level=INFO pod=worker-0 msg=${JSON.stringify(line)}`,
  'of logfmt around logfmt': (line) => `ts=${TIME} msg=${JSON.stringify(`out="${line}"`)} host=a`,
  'of logcli': (line) => `${TIME} {app="api", pod="api-1"} ${line}`,
  'of logcli as JSON': (line) =>
    JSON.stringify({ labels: { app: 'api', pod: 'api-1' }, line, timestamp: TIME }),
  'of CloudWatch as text': (line) => `EVENTS\t3770\t17\tecs/api/1\t${line}\t17`,
  'of CloudWatch, followed': (line) => `${TIME} ecs/api/1 ${line}`,
  'of fluentd’s files': (line) => `${TIME}\tkube.api\t${JSON.stringify({ log: line })}`,
  'of Cloud Run': (line) =>
    JSON.stringify({ textPayload: line, labels: { instanceId: 'a' }, timestamp: TIME }),
  'of Heroku': (line) => `${TIME} app[web.1]: ${line}`,
  'of compose': (line) => `api-1  | ${line}`,
  'of compose with JSON in it': (line) =>
    `api-1  | ${JSON.stringify({ level: 'info', msg: line })}`,
  'of kubectl': (line) => `[pod/api-6b4f-x2/api] ${TIME} ${line}`,
  'of journald': (line) => `Nov 27 17:14:10 host api[512]: ${line}`,
  'of journald with ISO times': (line) => `2026-11-27T17:14:10+0000 host api[512]: ${line}`,
  'of journald with whole dates': (line) => `Fri 2026-11-27 17:14:10 UTC host api[512]: ${line}`,
  'of journald with seconds': (line) => `1764263650.123456 host api[512]: ${line}`,
  'of journald since the start': (line) => `[ 1234.567890] host api[512]: ${line}`,
  'of syslog': (line) => `<14>Nov 27 17:14:10 host api[512]: ${line}`,
  'of syslog by RFC 5424': (line) =>
    `<14>1 2026-11-27T17:14:10.123Z host api 512 - [a@1 b="[\\]]"] ${line}`,
  'of a collector of OpenTelemetry': (line) =>
    JSON.stringify({ severity: 'ERROR', body: { stringValue: line } }),
  'of a logger with keys of its own, and Go’s escapes': (line) =>
    JSON.stringify({ msg: 'from a child', data: { out: [line] } }).replaceAll('>', '\\u003e'),
  'of journald as JSON': (line) =>
    JSON.stringify({ MESSAGE: line, _PID: '512', _SYSTEMD_UNIT: 'api.service' }),
  'of journald as bytes': (line) =>
    JSON.stringify({ MESSAGE: [...Buffer.from(line, 'latin1')], _PID: '512' }).replace('∆', 'x'),
  'of Cloud Logging': (line) => JSON.stringify({ textPayload: line, severity: 'ERROR' }),
  'behind a program’s own text': (line) => `2026/11/27 17:14:10 INFO ${line}`,
};

/** What queries and exports give at once. */
const EXPORTS: Readonly<Record<string, (lines: readonly string[]) => unknown>> = {
  'of Loki': (lines) => ({
    status: 'success',
    data: { result: [{ stream: { pod: 'a' }, values: lines.map((line) => ['17', line]) }] },
  }),
  'of Grafana': (lines) => lines.map((line) => ({ line, timestamp: '17', fields: { pod: 'a' } })),
  'of CloudWatch': (lines) => ({
    events: lines.map((message) => ({ logStreamName: 'a', timestamp: 17, message })),
  }),
  'of CloudWatch’s subscriptions, with what Container Insights puts around lines': (lines) => ({
    logStream: 'a',
    logEvents: lines.map((line) => ({ message: JSON.stringify({ log: line, stream: 'stderr' }) })),
  }),
  'of Cloud Logging': (lines) =>
    lines.map((textPayload) => ({ resource: { labels: { pod_name: 'a' } }, textPayload })),
  'of Elasticsearch': (lines) => ({
    hits: { hits: lines.map((message) => ({ _source: { message, host: { name: 'a' } } })) },
  }),
};

describe('wrapped logs', () => {
  const plain = readGcLog(TEXT);
  for (const [name, wrap] of Object.entries(WRAPPERS)) {
    it(name, () => {
      const log = readGcLog(LINES.map(wrap).join('\n'));
      if (name === 'of journald as bytes') {
        // The ∆ of the pacer's lines is more than a byte.
        assert.deepEqual(
          [...onlyRun(log).cycles.column('goalMB')],
          [...onlyRun(plain).cycles.column('goalMB')],
        );
      } else {
        assert.deepEqual(contentOf(log), contentOf(plain));
      }
    });
  }

  it('say whose lines they are, syslog too', () => {
    for (const [line, source] of [
      ['<14>1 2026-11-27T17:14:10.123Z host api 512 - - panic: boom', 'host api 512'],
      ['<14>Nov 27 17:14:10 host api[512]: panic: boom', 'host api[512]'],
      ['Fri 2026-11-27 17:14:10 UTC host api[512]: panic: boom', 'host api[512]'],
      ['1764263650.123456 host api[512]: panic: boom', 'host api[512]'],
      [`${TIME} app[web.1]: panic: boom`, 'app[web.1]'],
      [JSON.stringify({ msg: 'panic: boom', pid: 512 }), '512'],
      [
        JSON.stringify({ textPayload: 'panic: boom', resource: { labels: { pod_name: 'a' } } }),
        'a',
      ],
      [JSON.stringify({ message: 'panic: boom', kubernetes: { pod: { name: 'a' } } }), 'a'],
    ] as const) {
      const run = onlyRun(readGcLog(`${line}\n`));
      assert.deepEqual([run.source, run.failures.length], [source, 1], line);
    }
  });

  it('say whose lines they are', () => {
    const log = readGcLog(
      LINES.flatMap((line) => [`[pod/a/api] ${line}`, `web-1  | ${line}`, line]).join('\n'),
    );
    assert.deepEqual(
      log.runs.map(({ source, cycles, isMixed }) => [source, cycles.count, isMixed]),
      ['pod/a/api', 'web-1', ''].map((source) => [source, onlyRun(plain).cycles.count, false]),
    );
  });

  it('are read the same in pieces of any size', () => {
    for (const size of [1, 7, 4096]) {
      const reader = new GcLogReader();
      for (let start = 0; start < TEXT.length; start += size) {
        reader.push(TEXT.slice(start, start + size));
      }
      assert.deepEqual(contentOf(reader.end()), contentOf(plain));
    }
  });

  it('name the line of the log, of pieces that of the first', () => {
    const wrap = WRAPPERS['of containerd in pieces'] ?? String;
    const lines = onlyRun(readGcLog(LINES.map(wrap).join('\n'))).cycles.column('line');
    assert.deepEqual(
      [...lines],
      Array.from(onlyRun(plain).cycles.column('line'), (line) => 2 * line - 1),
    );
  });

  for (const [name, exported] of Object.entries(EXPORTS)) {
    it(`${name}, all in one document`, () => {
      for (const indent of [0, 2]) {
        const text = JSON.stringify(exported(LINES), undefined, indent);
        const log = readGcLog(text);
        assert.deepEqual(contentOf(log), contentOf(plain));
        const { source, cycles } = onlyRun(log);
        assert.equal(source, 'a');
        const at = text.split('\n')[cycles.value(3, 'line') - 1] ?? '';
        assert.ok(at.includes(`gc ${cycles.value(3, 'number')} @`));
      }
    });
  }

  it('of several documents, and of one that does not end, are read', () => {
    const objects = LINES.map((MESSAGE) => JSON.stringify({ MESSAGE, _PID: '512' }, undefined, 4));
    assert.deepEqual(contentOf(readGcLog(objects.join('\n'))), contentOf(plain));
    for (const begun of ['{', '[\n  {', '{\n  "a": 1']) {
      assert.deepEqual(contentOf(readGcLog(`${begun}\n${TEXT}`)), contentOf(plain));
      assert.deepEqual(contentOf(readGcLog(`${TEXT}${begun}\n`)), contentOf(plain));
    }
  });

  it('of documents that are deeper than any export are read as nothing', () => {
    const deep = `${'[{"a":'.repeat(200_000)}1${'}]'.repeat(200_000)}`;
    assert.equal(readGcLog(deep).runs.length, 0);
    assert.equal(readGcLog(`{\n "a": ${deep}\n}\n`).runs.length, 0);
  });

  it('with the newest line first are read from their ends', () => {
    for (const wrap of [String, WRAPPERS['of logcli'] ?? String]) {
      const lines = LINES.map(wrap).reverse();
      const { cycles, isMixed } = onlyRun(readGcLog(lines.join('\n')));
      assert.equal(isMixed, false);
      assert.deepEqual([...cycles.column('number')], [...onlyRun(plain).cycles.column('number')]);
      assert.match(lines[cycles.value(0, 'line') - 1] ?? '', /gc 1 @/);
    }
    const few = LINES.filter((line) => line.includes('gc ')).slice(0, 5);
    const reader = new GcLogReader();
    reader.push(`${few.toReversed().join('\n')}\n`);
    assert.equal(onlyRun(reader.log).cycles.count, few.length);
    assert.equal(onlyRun(reader.end()).cycles.count, few.length);
  });

  it('say which pod, stream or instance lines are of', () => {
    const text = 'panic: boom';
    for (const [line, source] of [
      [`api-6b4f9c-x2k8p api ${text}`, 'api-6b4f9c-x2k8p api'],
      [`prod worker-0 api ${TIME} ${text}`, 'prod worker-0 api'],
      [`[worker-0] ${text}`, 'worker-0'],
      [`prod/worker-0[api]: ${text}`, 'prod/worker-0[api]'],
      [`api.1.x@node | ${text}`, 'api.1.x@node'],
      [`${TIME} app[e78] iad [info]${text}`, 'app[e78]'],
      [`${TIME} [APP/PROC/WEB/1] ERR ${text}`, 'APP/PROC/WEB/1'],
      [`${TIME} {app="api", pod="worker-0"} ${text}`, 'worker-0'],
      [`${TIME} {job="a b"} ${text}`, 'job="a b"'],
      [`${TIME} ecs/api/7 ${text}`, 'ecs/api/7'],
      [JSON.stringify({ message: text, labels: { instanceId: 'a' } }), 'a'],
    ] as const) {
      const run = onlyRun(readGcLog(`${line}\n`));
      assert.deepEqual([run.source, run.failures.length], [source, 1], line);
    }
  });
});
