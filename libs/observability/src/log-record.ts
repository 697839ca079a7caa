import { SeverityNumber, type AttributeValue, type LogRecord } from '@opentelemetry/api';

const SEVERITY: Record<string, SeverityNumber> = {
  trace: SeverityNumber.TRACE,
  debug: SeverityNumber.DEBUG,
  info: SeverityNumber.INFO,
  warn: SeverityNumber.WARN,
  error: SeverityNumber.ERROR,
  fatal: SeverityNumber.FATAL,
};

/** Fields that the resource or the record's own context say already. */
const KNOWN_OTHERWISE = ['name', 'pid', 'traceId', 'spanId'];

/** A JSON log line of ours as OpenTelemetry's log record: `err.message` becomes an attribute. */
export function logRecord(line: string): LogRecord {
  const { level, time, msg, ...fields } = JSON.parse(line) as {
    level: string;
    time: string;
    msg?: string;
  } & Record<string, unknown>;
  for (const name of KNOWN_OTHERWISE) delete fields[name];
  return {
    timestamp: new Date(time),
    severityText: level,
    severityNumber: SEVERITY[level] ?? SeverityNumber.UNSPECIFIED,
    body: msg ?? '',
    attributes: flatten(fields),
  };
}

function flatten(fields: Record<string, unknown>, prefix = ''): Record<string, AttributeValue> {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]): [string, AttributeValue][] => {
      if (value === null || value === undefined) return [];
      if (Array.isArray(value)) return [[prefix + name, JSON.stringify(value)]];
      if (typeof value === 'object')
        return Object.entries(flatten(value as Record<string, unknown>, `${prefix}${name}.`));
      return [[prefix + name, value as AttributeValue]];
    }),
  );
}
