/** Whose a line is, as what loggers and collectors say beside it tells. */

const SOURCE_KEYS = [
  'CONTAINER_NAME',
  'container_name',
  'containerName',
  'container',
  'container_id',
  'pod_name',
  'podName',
  'pod',
  'instance',
  'instanceId',
  'logStream',
  'logStreamName',
  '_SYSTEMD_UNIT',
  'SYSLOG_IDENTIFIER',
  '_PID',
  'pid',
  'host',
  'hostname',
];
/** The objects in which these are: Kubernetes' metadata, resources of Cloud Logging, labels of Loki. */
const METADATA_KEYS = [
  [],
  ['kubernetes'],
  ['resource', 'labels'],
  ['labels'],
  ['stream'],
  ['fields'],
  ['attributes'],
];

export type LoggedRecord = Readonly<Record<string, unknown>>;

export function isRecord(value: unknown): value is LoggedRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Empty where nothing in it says so. */
export function sourceOf(value: LoggedRecord): string {
  const metadata = METADATA_KEYS.map((path) =>
    path.reduce((inner, key) => (isRecord(inner[key]) ? inner[key] : {}), value),
  );
  return SOURCE_KEYS.map((key) => metadata.find((each) => key in each)?.[key])
    .map((each) => (isRecord(each) ? each.name : each))
    .filter((each): each is string | number => typeof each === 'string' || typeof each === 'number')
    .join(' ');
}
