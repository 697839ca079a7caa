import { type WordRule, wordRule, wordRules } from './word-rules.ts';

const strong = (name: string, written: string): WordRule => wordRule('strong', name, written);
const weak = (name: string, written: string): WordRule => wordRule('weak', name, written);

const INSTRUCTIONS =
  'instruction|instructions|prompt|prompts|directive|directives|directions|guidelines|orders|programming|guardrails|safeguards';
const EARLIER =
  'previous|prior|above|earlier|preceding|foregoing|former|initial|original|system|your|past';
const RULES = 'rules|constraints|restrictions|policies|training|limitations|filters|safety';
const TELL = 'reveal|print|show|repeat|output|leak|disclose|display|dump|expose|recite|tell';
const PERSON = 'user|users|human|humans|operator|owner';

/**
 * Each by itself is an attempt: nobody writes it in passing. The forms are those of the collections
 * that injections are tested with (deepset prompt-injections, Lakera gandalf, OWASP LLM01).
 */
const STRONG = [
  strong(
    'override',
    `ignore|disregard|forget|override|bypass|discard|neglect|skip ..4 ${EARLIER} ..3 ${INSTRUCTIONS}`,
  ),
  strong('override', 'ignore|disregard|forget all|every ..2 instructions|directives|guidelines'),
  strong('override', `ignore|disregard|forget|bypass ..3 your ..3 ${RULES}`),
  strong(
    'override',
    'ignore|disregard|forget ..4 instructions|directives|guidelines|prompt ..3 above|before|previously|earlier',
  ),
  strong(
    'override',
    'ignore|disregard|forget everything|anything ..2 above|before|prior ..2 and|instead|now',
  ),
  strong('override', 'ignore|disregard|forget everything ..3 told|taught|instructed|learned|know'),
  strong(
    'override',
    `not|dont|stop follow|obey|following|obeying ..4 ${EARLIER} ..3 ${INSTRUCTIONS}|rules`,
  ),
  strong(
    'override',
    'ignoriere|ignorier|vergiss|missachte ..3 vorherigen|bisherigen|vorigen|obigen|früheren ..2 anweisungen|instruktionen|befehle|vorgaben',
  ),
  strong(
    'override',
    'ignore|ignorez|ignorer|oublie|oubliez ..3 instructions|consignes|directives ..3 précédentes|antérieures|dessus',
  ),
  strong(
    'override',
    'ignora|ignore|olvida|olvide ..3 instrucciones|indicaciones|órdenes ..2 anteriores|previas',
  ),
  strong('override', 'ignore|ignora|esqueça|esqueca ..3 instruções|ordens ..2 anteriores|prévias'),
  strong('override', 'ignora|dimentica ..3 istruzioni|direttive ..2 precedenti|sopra'),
  strong(
    'override',
    'игнорируй|игнорируйте|забудь|забудьте ..2 предыдущие|прежние|предшествующие ..2 инструкции|указания|команды',
  ),
  strong(
    'override',
    '이전 ..2 지시를|지시사항을|명령을|지침을 ..2 무시하고|무시해|무시하세요|무시하라|잊어',
  ),
  strong(
    'extraction',
    `${TELL} ..5 your ..2 system|initial|hidden|original|secret|internal|developer prompt|instructions|message|directives|guidelines`,
  ),
  strong('extraction', `${TELL} ..3 the|hidden system|hidden ..1 prompt ..3 you|your|above`),
  strong('role', 'are|youre|re now ..3 dan|unrestricted|jailbroken|unfiltered|uncensored|unbound'),
  strong('role', 'are|youre|re now ..3 developer|debug|god|admin|sudo|maintenance|jailbreak mode'),
  strong(
    'role',
    `pretend|act|behave|respond|imagine|answer ..5 no|without ..2 ${RULES}|ethics|censorship`,
  ),
  strong('role', 'do anything now'),
  strong(
    'role',
    'you ..3 no longer ..1 bound|restricted|constrained ..3 rules|guidelines|policies|instructions|restrictions|safety',
  ),
];

/** Each by itself may be meant well; two different ones in one text are taken for an attempt. */
const WEAK = [
  weak('from now on', 'from now on ..2 you'),
  weak('you are now', 'you are now'),
  weak('new instructions', 'new|updated|revised|real instructions'),
  weak('obey', 'you must|will|shall ..1 comply|obey'),
  weak('jailbreak', 'jailbreak|jailbroken'),
  weak('mode', 'developer|god|dan|sudo mode'),
  weak('override switch', 'system|admin|administrator override'),
  weak('system prompt', 'your system|initial|hidden prompt|instructions'),
  weak('words above', 'repeat|print|output ..3 words|text|everything above'),
  weak('to a model', 'if|attention|dear ..4 ai|llm|language ..1 model|assistant|agent|agents'),
  weak('when read', 'assistant|agent|model|ai|llm reads|processes|sees|summarizes|retrieves this'),
  weak(
    'secrecy',
    `tell|inform|notify|alert|telling|informing|notifying|alerting|asking ..2 ${PERSON}`,
  ),
  weak(
    'exfiltration',
    'send|post|forward|upload|exfiltrate|email|transmit|leak|append ..5 key|keys|secret|secrets|credentials|password|passwords|token|tokens|memory|memories|conversation|history|environment ..6 http|https|attacker|webhook',
  ),
];

/** The words that speak for an attempt, strong signs and weak ones. */
export const INJECTION_WORDS = wordRules([...STRONG, ...WEAK]);

/**
 * Spelt in single letters or run together. No part repeats, so a match is bounded in length. Folded
 * like the words, hence `iearn` for learn and `aii` for all.
 */
export const SPELT_OUT =
  /(?:ignore|disregard|forget)(?:aii)?(?:of)?(?:the|your|my|these)?(?:previous|prior|above|eariier|preceding)(?:instruction|prompt|direction|directive)/;

/** Scripts without spaces; the words in between are bounded. */
export const UNSPACED = [
  /(?:忽略|无视|無視|忘记|忘記)[^。！？\n]{0,8}(?:之前|以上|先前|前面|上述|上面|此前)[^。！？\n]{0,6}(?:指令|指示|提示|规则|規則|命令)/,
  /(?:以前|これまて|上記|前)の(?:すへての|全ての)?(?:指示|命令|フロンフト)[^。\n]{0,6}(?:無視|忘れ)/,
] as const;

/** What chat templates put between turns: in a memory it can only forge a turn. */
export const TURN_MARKERS: readonly string[] = [
  '<|im_start|>',
  '<|im_end|>',
  '<|endoftext|>',
  '<|system|>',
  '<|user|>',
  '<|assistant|>',
  '<|start_header_id|>',
  '<|eot_id|>',
  '<start_of_turn>',
  '[inst]',
  '[/inst]',
  '<<sys>>',
  '<</sys>>',
];

/** Markers that other texts use too: a weak sign. */
export const SECTION_MARKERS: readonly string[] = [
  '<system>',
  '</system>',
  '<system_prompt>',
  '### instruction:',
  '### system:',
  '[system]',
  'begin system prompt',
];
