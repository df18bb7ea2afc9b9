import { Module } from '@nestjs/common';
import { AccountRepository } from '../account.repository.js';
import { TellWebhookProcessor } from './tell-webhook.processor.js';
import { WebhookBody } from './webhook-body.js';
import { WebhookClient } from './webhook-client.js';
import { WebhookEndpointsController } from './webhook-endpoints.controller.js';
import { WebhookEndpoints } from './webhook-endpoints.service.js';
import { WebhooksSweep } from './webhooks.sweep.js';
import { WebhookTeller } from './webhook-teller.js';

const TELLING = [AccountRepository, WebhookBody, WebhookClient, WebhookTeller];

/** Owns whom the installation tells what happened, and the log of it. Emits `tell-webhook`. Never tells a number or a text. */
@Module({ controllers: [WebhookEndpointsController], providers: [...TELLING, WebhookEndpoints] })
export class WebhooksApiModule {}

/** Tells other programs. Emits signed requests; never loses one that was not taken. */
@Module({ providers: [...TELLING, TellWebhookProcessor, WebhooksSweep] })
export class WebhooksModule {}
