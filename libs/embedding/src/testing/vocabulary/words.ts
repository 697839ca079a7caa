/**
 * Words that the small model knows by meaning: each line is one concept, so that `lost` is near
 * `vanish` though they share no letter. Words of three letters are left out, because a WordPiece
 * vocabulary would also use them as the beginning of longer, unrelated words.
 */
const CONCEPT_LINES = `
  lose lost drop vanish disappear missing discard
  restart reboot relaunch respawn
  fail failure crash error broken outage incident defect
  deploy release ship rollout publish
  database postgres sqlite storage table
  login auth authenticate credential password signin session
  slow sluggish latency delay wait
  fast quick rapid speed throughput
  kitten feline cats purr whiskers
  puppy canine hound dogs bark
  cook bake recipe meal kitchen oven
  bread sourdough flour dough loaf yeast
  invoice billing payment charge refund subscription
  queue worker jobs task backlog
  redis memcached cache caching
  network socket connection packet router
  encrypt cipher crypto secret decrypt
  sign signature proof verify attest
  memory remember recall diary journal note
  agent robot assistant bot autonomous
  test check assert suite coverage
  document docs readme guide manual
  server machine host node cluster
  email mail inbox message newsletter
  weather rain storm forecast cloud sunny
  music guitar piano song melody
  garden plant flower tomato soil
  travel flight airport hotel journey
  money budget price cost expense
  doctor hospital patient medicine clinic
  teach school student lesson learn
  football soccer goal match player
  photo camera picture image lens
  bicycle bike cycling pedal wheel
  ocean sea wave beach surf
  mountain hike trail summit climb
  leak exhaust swap
  rotate renew expire refresh
  migrate migration schema upgrade
  rollback revert undo restore
  alert alarm page notify monitor
  timeout deadline hang stuck stall
  limit throttle quota rate
  search find lookup ranking
  delete remove erase purge
  create insert write store save
  thread concurrent concurrency parallel race lock deadlock
  config setting environment variable option
  customer client user account buyer
  star planet galaxy telescope orbit
`;

/** Words that carry little meaning. The two prefixes of E5 are among them, so that they cannot dominate. */
const STOP_WORD_LINES = `
  a an the this that these those it its he she they them his her their we us our you your me my
  is am are was were be been being do does did done has have had having can could will would shall
  should may might must of to in on at by for from with without into onto over under about after
  before between during through against as than then so if or and but not no nor only just also too
  very why how what when where which who whom whose there here all any both each few more most other
  some such own same get gets got getting make makes made again once ever never always
  query passage
`;

/** One group of words a concept. */
export const CONCEPTS: readonly (readonly string[])[] = CONCEPT_LINES.trim()
  .split('\n')
  .map((line) => line.trim().split(' '));

export const STOP_WORDS: readonly string[] = STOP_WORD_LINES.trim().split(/\s+/);
