import { fold, isRun } from './fold.ts';

/** How many endings are taken off an unspaced run, one after the other. */
const MOST_ENDINGS = 5;

/** True for words that only ask or speak of negotiations in general. */
export function isFiller(word: string): boolean {
  return FILLERS.has(word) || ONLY_ENDINGS.has(word) || stripped(word, MOST_ENDINGS) === '';
}

/**
 * The same question with less and less around what it is about, ending where nothing
 * more can go. Never drops every word.
 */
export function withoutFillers(words: readonly string[]): string[][] {
  const shorter: string[][] = [];
  let before = words.join(' ');
  for (let endings = 0; endings <= MOST_ENDINGS; endings += 1) {
    const left = words
      .filter((word) => !FILLERS.has(word) && !ONLY_ENDINGS.has(word))
      .map((word) => stripped(word, endings))
      .filter((word) => word !== '');
    const now = left.join(' ');
    if (left.length === 0) break;
    if (now !== before) shorter.push(left);
    before = now;
  }
  return shorter;
}

/** A run without so many fillers at its ends; `台湾局势` without one is `台湾`. */
function stripped(word: string, endings: number): string {
  if (!isRun(word)) return word;
  let left = word;
  for (let taken = 0; taken < endings; taken += 1) {
    const end = RUN_FILLERS.find((filler) => left.endsWith(filler) && isSafe(left, filler));
    const start = RUN_OPENERS.find((filler) => left.startsWith(filler));
    if (end !== undefined) left = left.slice(0, -end.length);
    else if (start !== undefined) left = left.slice(start.length);
    else break;
  }
  return left;
}

/** A single letter is seldom a particle in a word of two: the last one of 대만 (Taiwan) is none. */
function isSafe(word: string, ending: string): boolean {
  return ending.length > 1 || word.length > 2;
}

const FILLERS = new Set(
  fold(
    `
    about again agreement agreements any anything are be been can could current currently deal deals
    dialogue did discussion discussions do does doing done dossier file give going got had happen happened
    happening happens has have how if is issue issues know last latest let lets matter matters me my
    negotiation negotiations new news now open our please progress question questions re recent regarding
    see should show situation so stand standing stands state status statuses summary talk talks tell than
    that there these thing things this those today topic topics up update updates was we were what whats when where
    wheres which whether will with would you your agenda concerning point
    accord accords actualite actualites avancement bilan comment dernier dernieres derniers enjeu est etat
    negociation negociations nouvelles ou pourparlers quel quelle quelles quels question questions sont statut sujet
    abkommen aktuell aktuelle aktueller frage fragen gesprach gesprache geht gibt ist lage sind sache stand steht
    stehen thema themen verhandlung verhandlungen vereinbarung was welche wie wo es neues um
    acuerdo acuerdos asunto asuntos como cual cuestion dialogo es esta estado estan negociacion negociaciones
    noticias novedades pasa que hay situacion son tema temas ultima ultimas va
    acordo acordos assunto estao negociacao negociacoes novidades questao qual situacao sao
    accordo accordi com come cosa negoziati negoziato punto questione situazione stato trattative
    onderhandelingen overleg akkoord kwestie stand zaken
    вопрос вопросы вопросу дела идут как какой какова новости обстоят переговоры переговоров положение
    последние проблема проблемы прогресс сделка соглашение статус ситуация состояние стоит теме тема что
    переговори питання стан угода
    اتفاق الاتفاق الان اخبار اخر الاخبار الحاله المحادثات المفاوضات الملف الموضوع الوضع تطورات حاله قضيه كيف ماذا ما
    محادثات مستجدات مفاوضات ملف موضوع مساله مسئله هل هو هي وضع وصلت اين
    بارے مذاکرات صورتحال وضعیت مذاکره مسئله درباره چیست
    है हैं क्या कैसे स्थिति वार्ता मुद्दा मुद्दे समझौता बारे ताज़ा समाचार बातचीत हाल
    מה המצב מצב משא ומתן הסכם שיחות נושא עדכון של על
    durum durumu gorusme gorusmeler gorusmeleri muzakere muzakereler muzakereleri anlasma anlasmasi konu konusu nedir son
    dam phan tinh hinh thoa thuan van de perundingan masalah isu terkini kesepakatan bagaimana tentang
    κατασταση συμφωνια διαπραγματευσεις θεμα
    `,
  ).words,
);

/** Longest first, so that what is left is not the rest of a filler. */
const RUN_FILLERS = longestFirst(`
  问题 議題 议题 問題 谈判 談判 协议 協議 协定 協定 会谈 會談 磋商 进展 進展 进度 進度 情况 情況 状况 狀況 局势 局勢 形势 形勢
  现状 現狀 現状 状态 狀態 动态 動態 消息 新闻 新聞 最新 更新 近况 近況 如何 怎么样 怎麼樣 怎样 怎樣 怎么了 什么 什麼 是什么
  目前 现在 現在 方面 相关 相關 事宜 事务 对话 對話 会议 會議 讨论 討論 危机 危機 交涉 谈得 的 了 吗 嗎 呢 吧 是 有 到哪
  交渉 会談 協議 合意 状況 情勢 進捗 動向 対話 について に関する は が を の も に です か ですか どう どうなった どうなっている
  教えて ください 教えてください 最新情報 ニュース とは
  문제 협상 회담 협정 합의 현황 상황 상태 진행 진행상황 소식 최신 대화 이슈 어때 어떻게 되나 되고있나 알려줘 뭐야
  에대해 대해 대한 대하여 관해 관한 은 는 이 가 을 를 의 에 도 만 와 과 로 으로 에서 에게 부터 까지 은요 는요 요
  ปัญหา การเจรจา เจรจา ข้อตกลง สถานะ สถานการณ์ ล่าสุด เป็นอย่างไร อย่างไร ยังไง ไหม คืบหน้า ความคืบหน้า ครับ ค่ะ คืออะไร
`);
const ONLY_ENDINGS = new Set(RUN_FILLERS);
const RUN_OPENERS = longestFirst(`
  关于 關於 有关 有關 请问 請問 目前 现在 現在 最新 如何 什么是 什麼是 查看 告诉我 告訴我
  現在の 最新の 최신 현재
  สถานะ สถานการณ์ เรื่อง ปัญหา การเจรจา ข้อตกลง เกี่ยวกับ ข่าว ล่าสุด
`);

function longestFirst(text: string): string[] {
  return [...new Set(fold(text).words)].toSorted((one, other) => other.length - one.length);
}
