/** The title of an invented issue: no two are the same below fourteen million. */
export function inventedTitle(number: number): string {
  const mixed = (number * STRIDE) % (ACTS.length * TRAITS.length * TOPICS.length * PLACES.length);
  const act = oneOf(ACTS, mixed);
  const trait = oneOf(TRAITS, mixed / ACTS.length);
  const topic = oneOf(TOPICS, mixed / ACTS.length / TRAITS.length);
  const place = oneOf(PLACES, mixed / ACTS.length / TRAITS.length / TOPICS.length);
  return `${act} of ${trait} ${topic} in ${place}`;
}

const ACTS =
  'Review Inspection Renewal Suspension Expansion Monitoring Financing Ratification Reform Mapping Licensing Pricing Auditing Phasing Certification Taxation Verification Limitation Harmonisation Repeal Extension Coordination Registration Screening Modernisation Restoration Protection Enforcement Publication Transfer Insurance Labelling Standardisation Simplification Privatisation Reduction Promotion Measurement Exchange Training Adoption Codification Demarcation Disclosure Revision Resumption Supervision Translation Transparency Withdrawal Arbitration Conversion Delegation Digitisation Evaluation Forecasting Hosting Indexing Mediation Negotiation'.split(
    ' ',
  );
const TRAITS =
  'bilateral regional coastal digital industrial municipal provincial seasonal voluntary mandatory interim joint commercial civilian humanitarian academic agricultural scientific technical financial strategic cultural medical nuclear offshore overland polar rural satellite strategic-reserve tropical underwater urban veterinary wholesale retail artisanal automated cooperative cross-border decentralised emergency experimental federal frontier generic independent indigenous intermodal legacy low-carbon maritime multilateral peacetime pelagic public-sector reciprocal renewable sovereign temporary unmanned'.split(
    ' ',
  );
const TOPICS =
  'fisheries quotas,steel tariffs,visa waivers,grain exports,rail corridors,student exchanges,port fees,sea cables,data centres,battery recycling,methane leaks,drone flights,vaccine trials,seed banks,patent pools,timber sales,copper mines,lithium refining,solar panels,wind farms,gas pipelines,water rights,dam safety,flood warnings,earthquake sensors,forest fires,whale sanctuaries,coral reefs,bird migration,veterans graves,museum loans,film quotas,news bureaus,language schools,air routes,cargo screening,customs codes,currency swaps,bond listings,bank audits,pension funds,debt relief,farm subsidies,poultry imports,rice stocks,soybean purchases,beef labels,wine names,textile dyes,shipyards,icebreakers,lighthouses,space debris,lunar samples,radio bands,encryption keys,chip tools,quantum links,genome archives,antibiotic use'.split(
    ',',
  );
const PLACES =
  'Alaska Anatolia Andalusia Arabia Bavaria Bengal Bohemia Borneo Brittany Burgundy Cappadocia Carinthia Catalonia Corsica Crete Crimea Dalmatia Flanders Galicia Gascony Greenland Guangdong Hainan Hokkaido Iceland Jutland Kamchatka Karelia Kashmir Kerala Lapland Liguria Lombardy Luzon Macedonia Manitoba Mindanao Moravia Nevada Normandy Okinawa Ontario Patagonia Pomerania Punjab Quebec Sakhalin Sardinia Saxony Scotland Siberia Sichuan Silesia Sumatra Tasmania Texas Transylvania Tuscany Tyrol Yunnan'.split(
    ' ',
  );
/** Shares no factor with the number of titles, so that each number gives its own. */
const STRIDE = 8_009_743;

function oneOf(words: readonly string[], number: number): string {
  return words[Math.floor(number) % words.length] ?? '';
}
