import { vocabulary } from './vocabulary/vocabulary.ts';

/** Longest input of e5-small-v2, in tokens, special tokens included. */
const MODEL_MAX_LENGTH = 512;

const SPECIAL_TOKENS = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]'] as const;

/** The files beside the graph, by name: an uncased BERT WordPiece tokenizer, as e5-small-v2 has. */
export function tokenizerFiles(): Record<string, object> {
  const ids: Record<string, number> = {};
  for (const [id, token] of vocabulary().entries()) ids[token.text] = id;
  return {
    'tokenizer.json': {
      version: '1.0',
      truncation: null,
      padding: null,
      added_tokens: SPECIAL_TOKENS.map((content) => ({
        id: ids[content],
        content,
        single_word: false,
        lstrip: false,
        rstrip: false,
        normalized: false,
        special: true,
      })),
      normalizer: {
        type: 'BertNormalizer',
        clean_text: true,
        handle_chinese_chars: true,
        strip_accents: null,
        lowercase: true,
      },
      pre_tokenizer: { type: 'BertPreTokenizer' },
      post_processor: {
        type: 'TemplateProcessing',
        single: [special('[CLS]'), { Sequence: { id: 'A', type_id: 0 } }, special('[SEP]')],
        pair: [
          special('[CLS]'),
          { Sequence: { id: 'A', type_id: 0 } },
          special('[SEP]'),
          { Sequence: { id: 'B', type_id: 1 } },
          special('[SEP]', 1),
        ],
        special_tokens: Object.fromEntries(
          (['[CLS]', '[SEP]'] as const).map((token) => [
            token,
            { id: token, ids: [ids[token]], tokens: [token] },
          ]),
        ),
      },
      decoder: { type: 'WordPiece', prefix: '##', cleanup: true },
      model: {
        type: 'WordPiece',
        unk_token: '[UNK]',
        continuing_subword_prefix: '##',
        max_input_chars_per_word: 100,
        vocab: ids,
      },
    },
    'tokenizer_config.json': {
      tokenizer_class: 'BertTokenizer',
      do_lower_case: true,
      model_max_length: MODEL_MAX_LENGTH,
      strip_accents: null,
      tokenize_chinese_chars: true,
      pad_token: '[PAD]',
      unk_token: '[UNK]',
      cls_token: '[CLS]',
      sep_token: '[SEP]',
      mask_token: '[MASK]',
    },
  };
}

function special(id: string, type_id = 0): object {
  return { SpecialToken: { id, type_id } };
}
