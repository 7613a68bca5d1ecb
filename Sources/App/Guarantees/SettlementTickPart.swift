import Core

/// Who has ticked a statement off, whether that still stands, and the button for one's own side.
enum SettlementTickPart {
    static func markup(
        _ ask: Ask, _ pair: SettlementStore.Pair, _ statement: SettlementStatement, _ ticks: SettlementTicks
    ) -> HTML {
        let t = ask.language
        let hash = SettlementStore.hash(statement)
        let standing = ticks.standing(hash)
        return """
            <p>\(Parts.tag(standing.rawValue, t(standing.name)))</p>
            \(Parts.facts([
                Parts.fact(pair.guarantor.name, told(ticks.guarantor, hash, t)),
                Parts.fact(pair.other.name, told(ticks.other, hash, t)),
            ]))
            \(button(ask, pair, statement, ticks, hash))
            """
    }

    /// The periods that were ticked off before, each with where it stands.
    static func known(_ known: [SettlementTicks.Known], _ ask: Ask) -> HTML? {
        guard !known.isEmpty else { return nil }
        let t = ask.language
        let rows = known.map { period -> HTML in
            let query = ask.query.setting("from", period.from.description)
                .setting("until", period.until.description).setting("done", nil).setting("page", nil)
            let link = Parts.link(ask.path + query.text, "\(period.from) – \(period.until)")
            return Tables.row([
                "<th scope=\"row\">\(link)</th>",
                Tables.cell(markup: Parts.tag(period.standing.rawValue, t(period.standing.name))),
            ])
        }
        return Parts.section(
            t("已核对的期间", "Periods ticked off"),
            Tables.fit(
                t("最近的在前", "The latest first"), [.init(t("期间", "Period")), .init(t("核对", "Standing"))], rows))
    }

    private static func told(_ tick: SettlementTicks.Tick?, _ hash: [UInt8], _ t: Language) -> String {
        guard let tick else { return t("尚未核对", "has not ticked it off yet") }
        let who = "\(tick.person) · \(Times.text(tick.at))"
        return tick.hash == hash ? who : who + t("（其后有变动）", " (changed since)")
    }

    /// For the two sides themselves, as long as they haven't ticked off just these figures.
    private static func button(
        _ ask: Ask, _ pair: SettlementStore.Pair, _ statement: SettlementStatement, _ ticks: SettlementTicks,
        _ hash: [UInt8]
    ) -> HTML? {
        let (t, visitor) = (ask.language, ask.person)
        guard visitor.may(.enter) || visitor.may(.approve), let own = visitor.organisation.institution else {
            return nil
        }
        let (mine, other) =
            own == pair.guarantor.id ? (ticks.guarantor, pair.other) : (ticks.other, pair.guarantor)
        guard mine?.hash != hash else { return nil }
        return """
            <form method="post" action="/settlements/tick">\(Forms.word(ask))\(
                Forms.hidden("with", other.code))\(
                Forms.hidden("from", statement.from.description))\(
                Forms.hidden("until", statement.until.description))\(
                Forms.hidden("seen", Hexadecimal.text(hash)))<p class="buttons"><button>\(
                t("核对无误", "These figures are right"))</button></p></form>
            """
    }
}
