import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  ParentBasedSampler,
  type Sampler,
  TraceIdRatioBasedSampler,
} from '@opentelemetry/sdk-trace';

/** Which work is told of, as OpenTelemetry's own variables say: all of it unless they say otherwise. */
export function samplerOf(env: Readonly<Record<string, string | undefined>>): Sampler {
  const [, basedOnParent, name] =
    /^(parentbased_)?(always_on|always_off|traceidratio)$/.exec(
      env['OTEL_TRACES_SAMPLER']?.trim() ?? '',
    ) ?? [];
  const root = rootOf(name, env['OTEL_TRACES_SAMPLER_ARG']?.trim() ?? '');
  return name === undefined || basedOnParent !== undefined
    ? new ParentBasedSampler({ root })
    : root;
}

function rootOf(name: string | undefined, argument: string): Sampler {
  const ratio = argument === '' ? 1 : Number(argument);
  switch (name) {
    case 'always_off':
      return new AlwaysOffSampler();
    case 'traceidratio':
      return new TraceIdRatioBasedSampler(ratio >= 0 && ratio <= 1 ? ratio : 1);
    default:
      return new AlwaysOnSampler();
  }
}
