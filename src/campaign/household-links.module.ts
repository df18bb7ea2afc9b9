import { Global, Module } from '@nestjs/common';
import { PublicUrl } from '../platform/http/public-url.js';
import { HouseholdLinks } from './household-links.js';

/** The links in messages, for whoever writes, sends or opens one. */
@Global()
@Module({ providers: [HouseholdLinks, PublicUrl], exports: [HouseholdLinks, PublicUrl] })
export class HouseholdLinksModule {}
