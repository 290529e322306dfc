import { fake } from '../../fake.ts';
import { prefixed, type Shape } from '../shape.ts';

/** Keys of monitoring and logging services. */
export const observability: readonly Shape[] = [
  {
    id: 'grafana-token',
    title: 'Grafana service account token',
    anchors: ['glsa_'],
    pattern: /glsa_(?<body>[A-Za-z0-9]{32}_[A-Fa-f0-9]{8})(?![A-Za-z0-9])/y,
    confidence: 'certain',
    example: () => fake('grafana-token'),
  },
  prefixed({
    id: 'grafana-cloud-token',
    title: 'Grafana Cloud token',
    prefix: 'glc_eyJ',
    body: 'A-Za-z0-9+/=',
    length: [30, 400],
    example: () => fake('grafana-cloud-token'),
  }),
  prefixed({
    // Base64 of `{"k":"`, the key of Grafana's first API key format.
    id: 'grafana-api-key',
    title: 'Grafana API key',
    prefix: 'eyJrIjoi',
    body: 'A-Za-z0-9+/=',
    length: [40, 400],
    example: () => fake('grafana-api-key'),
  }),
  prefixed({
    id: 'new-relic-key',
    title: 'New Relic user key',
    prefix: ['NRAK-', 'NRAA-'],
    body: 'A-Z0-9',
    length: [27, 27],
    example: () => fake('new-relic-key'),
  }),
  prefixed({
    id: 'sentry-token',
    title: 'Sentry token',
    prefix: ['sntryu_', 'sntrys_eyJ'],
    body: 'A-Za-z0-9+/=_-',
    length: [60, 500],
    example: () => fake('sentry-token'),
  }),
  {
    id: 'dynatrace-token',
    title: 'Dynatrace token',
    anchors: ['dt0c01.', 'dt0s01.', 'dt0s02.', 'dt0s16.'],
    pattern: /dt0[cs]\d\d\.(?<body>[A-Z2-7]{24}\.[A-Z2-7]{64})(?![A-Z2-7])/y,
    confidence: 'certain',
    example: () => fake('dynatrace-token'),
  },
];
