"""Languages: how pages of many languages say that they are gone, shut or sold.

Each is part of an expression that is searched in folded text. "Not found" is only
believed if the host says the same of an address that cannot exist: it may be broad.
"""

import re

OTHER_NOT_FOUND = (
    r"(?:seite|dokument|inhalt)\b.{0,40}\b(?:gibt es|existiert) nicht|"
    r"nicht (?:mehr )?(?:verfügbar|vorhanden|auffindbar)|"
    r"non trouvée?|n['’]est plus disponible|"
    r"no se (?:encuentra|encontró|ha encontrado|pudo encontrar)|ya no existe|"
    r"non è stata? trovat[ao]|non esiste|non è (?:più )?disponibile|"
    r"não foi encontrad[ao]|niet (?:worden )?gevonden|bestaat niet|"
    r"(?:ikke|inte) (?:blev |ble )?(?:fundet|funnet|hittas)|findes ikke|finnes ikke|"
    r"ble ikke funnet|kunde inte hittas|nie została? znalezion[ay]|"
    r"nebyla? nalezen[ay]?|nenalezen[ao]?|neexistuje|bulunamad\u0131|nem található|"
    r"nem létezik|não existe|can(?:not|['’]t) seem to find|"
    r"isn['’]t available|no longer online|nothing was found at this|"
    r"찾을 수 없|존재하지 않|غير موجود|"
    r"لم يتم العثور"
)
OTHER_CHALLENGE = (
    r"sie ein mensch sind|kein roboter|sicherheitsüberprüfung|"
    r"vous êtes (?:un |bien )?humain|pas un robot|(?:eres|que es) humano|"
    r"no (?:eres|soy) un robot|sei umano|non s(?:ei|ono) un robot|geen robot|"
    r"u een mens bent|je een mens bent|et menneske|ikke (?:er )?en robot|"
    r"(?:nejste|nejsem) robot|jste člověk|robot olmad\u0131|nem vagy(?:ok)? robot|"
    r"로봇이 아닙|لست روبوت"
)
OTHER_FOR_SALE = (
    r"domain\b.{0,60}(?:zu verkaufen|steht zum verkauf|wurde geparkt|ist geparkt)|"
    r"domain kaufen|domaine?\b.{0,60}\best (?:en vente|à vendre)|"
    r"dominio\b.{0,60}(?:è in vendita|está en venta|a la venta)|"
    r"domínio\b.{0,60}está à venda|"
    r"domein(?:naam)?\b.{0,60}(?:is te koop|staat te koop)|"
    r"domenet?\b.{0,60}er til salgs|doména\b.{0,60}(?:je na prodej|na prodej)|"
    r"alan ad\u0131\b.{0,60}sat\u0131l\u0131k|"
    r"domain\b.{0,60}(?:eladó|sat\u0131l\u0131k)|"
    r"도메인.{0,60}판매|النطاق.{0,60}للبيع"
)
# One is enough where nearly all words of the old page are gone.
STRONG_SPAM = re.compile(
    r"\b(?:casinos?|kasino|kaszinó|glücksspiel|spielautomat|sportwetten|freispiele|"
    r"viagra|cialis|levitra|kamagra|potenzmittel|slot ?88|gacor|maxwin|togel|judi|"
    r"tragamonedas|apuestas deportivas|scommesse|machines? à sous|paris sportifs|"
    r"gokkast|bahis|sportsbook|bookmakers?|porn|xxx|escorts)|"
    r"казино|игровые автоматы|카지노|바카라|赌场|博彩|彩票|百家乐|"
    r"カジノ|คาสิโน|สล็อต|كازينو|nhà cái",
)
