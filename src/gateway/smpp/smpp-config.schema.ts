import { z } from 'zod';
import { GATEWAY_ERROR_KINDS, type GatewayErrorKind } from '../../domain/retry.js';

const Ton = z.int().min(0).max(6);
const Npi = z.int().min(0).max(18);
const IdForm = z.enum(['text', 'hex', 'decimal']);

/**
 * A bind at a carrier's or an aggregator's message centre. What carriers do not publish is a setting here; the defaults
 * are the commonest, and `docs/gateways/smpp.md` says what to ask the carrier for.
 */
export const SmppConfig = z.strictObject({
  host: z.string().trim().min(1, { error: 'hãy ghi tên máy chủ hoặc địa chỉ IP của nhà mạng' }).max(255),
  port: z.int().min(1).max(65_535).default(2775),
  tls: z.boolean().default(false),
  tlsCa: z
    .string()
    .max(20_000)
    .optional()
    .describe("The operator's own certificate authority (PEM), where no public one stands behind it"),
  systemId: z.string().min(1, { error: 'hãy ghi system_id' }).max(15),
  systemType: z.string().max(12).default(''),
  bind: z
    .enum(['transceiver', 'transmitter'])
    .default('transceiver')
    .describe('`transmitter` sends only: neither receipts nor replies come'),
  maxBinds: z
    .int()
    .min(1)
    .max(50)
    .default(1)
    .describe('Binds that the operator allows at once, over all processes together'),
  window: z
    .int()
    .min(1)
    .max(500)
    .default(10)
    .describe('Messages of one bind that may wait for their answer at once'),
  sender: z.string().min(1, { error: 'hãy ghi tên định danh (brandname) hoặc đầu số' }).max(20),
  sourceTon: Ton.default(5),
  sourceNpi: Npi.default(0),
  destinationTon: Ton.default(1),
  destinationNpi: Npi.default(1),
  destinationForm: z
    .enum(['international', 'plus', 'national'])
    .default('international')
    .describe('`84912345678`, `+84912345678` or `0912345678`'),
  serviceType: z.string().max(5).default(''),
  registeredDelivery: z
    .union([z.literal(0), z.literal(1), z.literal(2)])
    .default(1)
    .describe('1: a receipt either way; 2: only where it failed; 0: none'),
  validityMinutes: z.int().min(1).max(10_080).optional().describe('How long the operator may try to deliver'),
  longMessages: z
    .enum(['udh8', 'udh16', 'sar', 'payload'])
    .default('udh8')
    .describe(
      'How a text of several parts travels: user data headers, SAR parameters, or as one message_payload',
    ),
  alphabet: z
    .enum(['gsm7', 'ascii', 'latin1'])
    .default('gsm7')
    .describe("The operator's default alphabet, data_coding 0"),
  idInAnswer: IdForm.default('text').describe('How message_id is written in submit_sm_resp'),
  idInReceipt: IdForm.default('text').describe("How `id:` is written in a receipt's text"),
  enquireSeconds: z.int().min(1).max(600).default(30),
  connectSeconds: z.int().min(1).max(60).default(10),
  answerSeconds: z.int().min(1).max(120).optional(),
  statusKinds: z
    .record(
      z.string().regex(/^\d{1,5}$/, { error: 'mã trạng thái là số thập phân' }),
      z.enum(GATEWAY_ERROR_KINDS as [GatewayErrorKind, ...GatewayErrorKind[]]),
    )
    .default({})
    .describe("The operator's own command_status (decimal), and what it means"),
});
export type SmppConfig = z.output<typeof SmppConfig>;
