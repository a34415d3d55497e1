import {
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
} from '@slack/web-api';
import { countRateLimited, countSlackError } from '../metrics/meters.ts';

/** Counts a call of Slack's Web API that failed, by what Slack or the network said. */
export function countFailedCall(method: string, error: unknown): void {
  if (error instanceof WebAPIRateLimitedError) return countRateLimited(method);
  if (error instanceof WebAPIPlatformError) {
    const word = error.data.error;
    return /^rate_?limited$/.test(word) ? countRateLimited(method) : countSlackError(method, word);
  }
  if (error instanceof WebAPIHTTPError) return countSlackError(method, `http_${error.statusCode}`);
  countSlackError(method, error instanceof WebAPIRequestError ? 'no_answer' : 'other');
}
