import { fake } from '../../fake.ts';
import { prefixed, type Shape } from '../shape.ts';

/** Keys of model providers. */
export const ai: readonly Shape[] = [
  {
    id: 'openai-key',
    title: 'OpenAI API key',
    anchors: ['sk-proj-', 'sk-svcacct-', 'sk-admin-', 'sk-service-'],
    pattern: /sk-(?:proj|svcacct|admin|service)-(?<body>[\w-]{40,250})(?![\w-])/y,
    confidence: 'certain',
    example: () => fake('openai-key'),
  },
  prefixed({
    id: 'anthropic-key',
    title: 'Anthropic API key',
    prefix: ['sk-ant-api', 'sk-ant-admin', 'sk-ant-oat'],
    body: '\\w-',
    length: [80, 130],
    example: () => fake('anthropic-key'),
  }),
  prefixed({
    id: 'openrouter-key',
    title: 'OpenRouter API key',
    prefix: 'sk-or-v1-',
    body: 'a-f0-9',
    length: [64, 64],
    example: () => fake('openrouter-key'),
  }),
  {
    ...prefixed({
      // OpenAI's first format, DeepSeek and the many gateways that copy it.
      id: 'sk-api-key',
      title: 'API key of the `sk-` form',
      prefix: 'sk-',
      body: 'A-Za-z0-9',
      length: [32, 64],
      confidence: 'likely',
      example: () => fake('sk-api-key'),
    }),
    apart: /[\w-]/,
  },
  prefixed({
    id: 'hugging-face-token',
    title: 'Hugging Face token',
    prefix: ['hf_', 'api_org_'],
    body: 'A-Za-z0-9',
    length: [34, 37],
    example: () => fake('hugging-face-token'),
  }),
  prefixed({
    id: 'groq-key',
    title: 'Groq API key',
    prefix: 'gsk_',
    body: 'A-Za-z0-9',
    length: [52, 52],
    example: () => fake('groq-key'),
  }),
  prefixed({
    id: 'replicate-token',
    title: 'Replicate API token',
    prefix: 'r8_',
    body: 'A-Za-z0-9',
    length: [37, 37],
    example: () => fake('replicate-token'),
  }),
  prefixed({
    id: 'perplexity-key',
    title: 'Perplexity API key',
    prefix: 'pplx-',
    body: 'A-Za-z0-9',
    length: [48, 48],
    example: () => fake('perplexity-key'),
  }),
  prefixed({
    id: 'xai-key',
    title: 'xAI API key',
    prefix: 'xai-',
    body: 'A-Za-z0-9',
    length: [80, 80],
    example: () => fake('xai-key'),
  }),
  prefixed({
    id: 'nvidia-key',
    title: 'NVIDIA API key',
    prefix: 'nvapi-',
    body: '\\w-',
    length: [60, 70],
    example: () => fake('nvidia-key'),
  }),
  {
    id: 'langsmith-key',
    title: 'LangSmith API key',
    anchors: ['lsv2_pt_', 'lsv2_sk_'],
    pattern: /lsv2_(?:pt|sk)_(?<body>[a-f0-9]{32}_[a-f0-9]{10})(?![a-f0-9])/y,
    confidence: 'certain',
    example: () => fake('langsmith-key'),
  },
];
