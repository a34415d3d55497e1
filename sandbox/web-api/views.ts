import type { View } from '@slack/types';
import { checkView, describeFault } from '../block-kit.ts';
import { describeView, type StoredView } from '../views.ts';
import type { Args } from './args.ts';
import { type Answer, type Api, type Method, refuse, refuseWithReasons } from './method.ts';

export const open: Method = {
  tier: 'tier-4',
  run(args, api) {
    const asked = readTriggered(args, api);
    if (asked.kind === 'refused') return asked.answer;
    return shown(api, api.views.start(asked.userId, asked.view));
  },
};

export const push: Method = {
  tier: 'tier-4',
  run(args, api) {
    const asked = readTriggered(args, api);
    if (asked.kind === 'refused') return asked.answer;
    const pushed = api.views.push(asked.userId, asked.view);
    return pushed === null ? refuse('push_limit_reached') : shown(api, pushed);
  },
};

export const update: Method = {
  tier: 'tier-4',
  run(args, api) {
    const read = readView(args, 'modal');
    if (read.kind === 'refused') return read.answer;
    const stored = api.views.find(args.text('view_id') || args.text('external_id'));
    if (stored === undefined || stored.view.type === 'home') return refuse('not_found');
    if (args.has('hash') && args.text('hash') !== stored.hash) return refuse('hash_conflict');
    return shown(api, api.views.replace(stored, read.view));
  },
};

export const publish: Method = {
  tier: 'tier-4',
  run(args, api) {
    const read = readView(args, 'home');
    if (read.kind === 'refused') return read.answer;
    const userId = args.text('user_id');
    if (api.workspace.person(userId) === undefined) return refuse('user_not_found');
    const current = api.views.home(userId);
    if (args.has('hash') && args.text('hash') !== current?.hash) return refuse('hash_conflict');
    return shown(api, api.views.publish(userId, read.view));
  },
};

interface Refused {
  readonly kind: 'refused';
  readonly answer: Answer;
}

type ViewReading = { readonly kind: 'view'; readonly view: View } | Refused;

/** A new modal, and the person whose act asks for it. */
function readTriggered(
  args: Args,
  api: Api,
): { readonly kind: 'triggered'; readonly view: View; readonly userId: string } | Refused {
  const read = readView(args, 'modal');
  if (read.kind === 'refused') return read;
  const trigger = api.triggers.use(args.text('trigger_id'));
  if (trigger.kind === 'refused') return { kind: 'refused', answer: refuse(trigger.error) };
  if (isTaken(api, read.view)) return { kind: 'refused', answer: refuse('duplicate_external_id') };
  return { kind: 'triggered', view: read.view, userId: trigger.userId };
}

function readView(args: Args, type: 'modal' | 'home'): ViewReading {
  const given = args.structure('view');
  if (given.kind !== 'given') {
    return {
      kind: 'refused',
      answer: refuseWithReasons('invalid_arguments', [
        '[ERROR] missing required field: view [json-pointer:/view]',
      ]),
    };
  }
  const faults = checkView(given.value);
  const view = given.value as View;
  if (faults.length === 0 && view.type === type) return { kind: 'view', view };

  const [first] = faults;
  const reasons =
    first === undefined
      ? [`[ERROR] must be a ${type} [json-pointer:/type]`]
      : faults.map((fault) => describeFault({ ...fault, pointer: `/view${fault.pointer}` }));
  const error = first?.code === 'view_too_large' ? 'view_too_large' : 'invalid_arguments';
  return { kind: 'refused', answer: refuseWithReasons(error, reasons) };
}

function isTaken(api: Api, view: View): boolean {
  return view.external_id !== undefined && api.views.find(view.external_id) !== undefined;
}

function shown(api: Api, stored: StoredView): Answer {
  return { ok: true, view: describeView(api.workspace.team, stored) };
}
