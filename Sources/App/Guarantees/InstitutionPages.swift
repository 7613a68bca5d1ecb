import Core
import Storage

/// The page of one institution: who it is, the agreements that it is part of, and its net assets over time.
enum InstitutionPages {
    static func detail(_ ask: Ask, _ institution: Institution, _ connection: Connection) throws -> Answer {
        let t = ask.language
        let page = Page(
            ask: ask, title: institution.name, path: [(t("机构", "Institutions"), "/institutions")],
            message: ActionMessages.done(ask))
        let seesMoney = showsMoney(of: institution, to: ask.person)
        let worth: HTML =
            seesMoney
            ? Parts.section(t("净资产", "Net assets"), try worth(of: institution, t, connection)) : HTML()
        return page.answer(
            """
            \(try ActionButtons.markup(ask, InstitutionActions.source, key: institution.code, connection))
            \(facts(institution, t))
            \(seesMoney ? links(institution, ask) : nil)
            \(Parts.section(t("协议", "Agreements"), try agreements(of: institution, ask, connection)))
            \(worth)
            """)
    }

    /// Its own people and supervisors see its money.
    static func showsMoney(of institution: Institution, to visitor: Visitor) -> Bool {
        visitor.organisation.kind == .supervisor || visitor.organisation.institution == institution.id
    }

    private static func facts(_ institution: Institution, _ t: Language) -> HTML {
        Parts.facts([
            Parts.fact(t("编号", "Code"), institution.code),
            Parts.fact(t("类别", "Kind"), t(institution.kind.name)),
            Parts.fact(t("层级", "Level"), t(institution.level.name)),
            Parts.fact(t("行政区划", "Division"), institution.division),
        ])
    }

    /// To what else there is of it, as far as its kind has that.
    private static func links(_ institution: Institution, _ ask: Ask) -> HTML? {
        let t = ask.language
        let code = PercentText.encode(institution.code)
        switch institution.kind {
        case .guarantor:
            let title = t("限额使用情况", "How much of its limits is used")
            return "<p>\(Parts.link("/limits?guarantor=\(code)", title))</p>"
        case .treasury:
            return "<p>\(Parts.link("/funds/\(code)", t("风险分担资金", "Its risk-sharing fund")))</p>"
        default: return nil
        }
    }

    private static func agreements(
        of institution: Institution, _ ask: Ask, _ connection: Connection
    ) throws -> HTML {
        let t = ask.language
        let agreements = try AgreementStore.all(of: institution.id, for: ask.person, connection)
        guard !agreements.isEmpty else {
            return Parts.empty(
                t("没有与贵机构有关的协议。", "It has no agreement that concerns your organisation."))
        }
        let rows = agreements.map { agreement in
            let link = Parts.link("/agreements/\(PercentText.encode(agreement.number))", agreement.number)
            return Tables.row([
                "<th scope=\"row\">\(link)</th>", Tables.cell(agreement.shares.description),
                Tables.cell(agreement.from.description), Tables.cell(agreement.until?.description ?? ""),
                Tables.cell(markup: AgreementPages.standing(agreement, ask.today, t)),
            ])
        }
        return Tables.fit(
            t("分担比例依次为担保、再担保、银行、财政", "Shares of guarantor, re-guarantor, bank and treasury"),
            [
                .init(t("编号", "Number")), .init(t("分担比例", "Shares")), .init(t("起始日", "From")),
                .init(t("终止日", "Until")), .init(t("状态", "State")),
            ], rows)
    }

    private static func worth(
        of institution: Institution, _ t: Language, _ connection: Connection
    ) throws -> HTML {
        let worths = try InstitutionStore.worths(of: institution.id, connection)
        guard !worths.isEmpty else {
            return Parts.empty(
                t("还没有申报净资产；未申报则限额为零。", "None were stated yet; without them every limit is zero."))
        }
        let rows = worths.map {
            Tables.row([Tables.title($0.day.description), Tables.number("\($0.netAssets)")])
        }
        return Tables.fit(
            t("单位：元", "In yuan"), [.init(t("自何日起", "From")), .number(t("净资产", "Net assets"))], rows)
    }
}
