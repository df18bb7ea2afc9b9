import type { ClaimedDelivery } from '../../src/dispatch/deliveries.repository.js';
import type { TryResult } from '../../src/dispatch/tries.repository.js';

/** What dispatch records of a claimed delivery that an SMS operator took just now as one part, but for what is changed. */
export function takenTry(
  delivery: ClaimedDelivery,
  gatewayId: string,
  change: Partial<TryResult> = {},
): TryResult {
  return {
    deliveryId: delivery.id,
    attempt: delivery.attempt,
    state: 'accepted',
    reason: null,
    notBefore: null,
    outcome: 'accepted',
    errorKind: null,
    code: null,
    operatorId: `op-${delivery.id}`,
    step: delivery.step,
    contactId: delivery.contactId,
    phone: delivery.phone,
    channel: 'sms',
    gatewayId,
    parts: 1,
    costVnd: 350,
    sentAt: new Date(),
    answeredAt: new Date(),
    isRefusal: false,
    isRepeat: delivery.isRepeat,
    isToRepeat: false,
    ...change,
  };
}
