import Core

/// A row of institutions.csv.
struct InstitutionRow: ImportedRecord {
    static let table = BookTable.institutions
    static let required = ["code", "name", "kind", "level", "division", "net_assets_yuan"]
    static let optional = ["net_assets_on"]

    let code: String
    let name: String
    let kind: Institution.Kind
    let level: Institution.Level
    let division: String
    let netAssets: Fen?
    let netAssetsOn: Day?

    init?(_ fields: inout FieldReader) {
        code = fields.text("code", limit: 64)
        name = fields.text("name")
        let kind = fields.word("kind", Institution.Kind.self)
        let level = fields.word("level", Institution.Level.self)
        division = fields.division("division")
        netAssets = fields.optionalMoney("net_assets_yuan")
        netAssetsOn = fields.optionalDay("net_assets_on")
        guard let kind, let level else { return nil }
        self.kind = kind
        self.level = level
    }

    func enter(_ writing: Writing) throws -> ImportFate {
        let known = try InstitutionStore.find(code: code, writing.connection)
        if let known { try checkSame(known) }
        let institution =
            try known
            ?? InstitutionStore.register(
                code: code, name: name, kind: kind, level: level, division: division, writing)
        let hasNews = try enterNetAssets(of: institution, writing)
        return known == nil || hasNews ? .accepted : .alreadyThere
    }

    private func checkSame(_ known: Institution) throws {
        try OtherContent.check(
            code,
            [
                ("name", known.name, name), ("kind", known.kind.rawValue, kind.rawValue),
                ("level", known.level.rawValue, level.rawValue), ("division", known.division, division),
            ])
    }

    /// Net assets without a day hold from the beginning; once some are known, others need their day.
    private func enterNetAssets(of institution: Institution, _ writing: Writing) throws -> Bool {
        guard let netAssets else { return false }
        let today = Day(atMilliseconds: writing.at)
        let known = try InstitutionStore.netAssets(
            of: institution.id, on: netAssetsOn ?? today, writing.connection)
        guard known != netAssets else { return false }
        if let known, netAssetsOn == nil {
            throw NetAssetsNeedDay(institution: code, known: known, given: netAssets)
        }
        try InstitutionStore.setNetAssets(
            netAssets, of: institution.id, from: netAssetsOn ?? .beginning, writing)
        return true
    }
}

/// Other net assets than those known, without the day from which they hold.
private struct NetAssetsNeedDay: Refusal {
    let institution: String
    let known: Fen
    let given: Fen

    var code: String { "net_assets_need_day" }

    var sentence: Sentence {
        Sentence(
            zh: "机构 \(institution) 的净资产已登记为 \(known) 元，本行为 \(given) 元；请在 net_assets_on 列填写起始日。",
            en: """
                Institution \(institution) has net assets of \(known) yuan, here \(given); \
                say in net_assets_on from which day they hold.
                """)
    }
}

extension Day {
    /// The first day that the platform knows.
    static let beginning = Day(1900, 1, 1)!

    /// The day in Asia/Shanghai (UTC+8) of a time in milliseconds since 1970-01-01 UTC.
    init(atMilliseconds time: Int64) {
        self.init(number: Int32((time + 8 * 3_600_000) / 86_400_000))
    }
}
