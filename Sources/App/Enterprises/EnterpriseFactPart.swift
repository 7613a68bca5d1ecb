import Core

/// The facts of a firm on its page: what counts, who told it and for when, and where sources differ.
enum EnterpriseFactPart {
    /// What belongs to no year, and the last year's; the years have a part of their own.
    static func table(_ facts: EnterpriseFacts, _ t: Language) -> HTML {
        let known = FirmFact.all.filter { $0.year == nil }.compactMap { facts.facts[$0.name] }
        guard !known.isEmpty else {
            return Parts.empty(
                t(
                    "还没有来源报送过事实；由监管部门经办或企业自己报送。",
                    "No source has told any fact yet; a supervisor's clerk or the firm itself may tell them.")
            )
        }
        let rows = known.map { fact -> HTML in
            let mark: HTML =
                fact.isDisputed ? " \(Parts.tag("waiting", t("来源不一致", "sources differ")))" : HTML()
            return Tables.row([
                Tables.title(t(fact.fact.title)),
                Tables.cell(markup: "\(text(fact.value, fact.fact, t))\(mark)"),
                Tables.cell(source(fact.source, t)), Tables.cell(fact.day.description),
            ])
        }
        return Tables.wide(
            t("事实与来源", "Facts and their sources"),
            [
                .init(t("事实", "Fact")), .init(t("值", "Value")), .init(t("来源", "Source")),
                .init(t("所属日期", "Told for")),
            ], rows)
    }

    /// Every value of the facts on which sources differ, the one that counts first; nil where none do.
    static func disputes(_ facts: EnterpriseFacts, _ t: Language) -> HTML? {
        let disputed = FirmFact.all.compactMap { facts.facts[$0.name] }.filter(\.isDisputed)
        guard !disputed.isEmpty else { return nil }
        let rows = disputed.flatMap { known in
            known.told.enumerated().map { place, told -> HTML in
                let counts: HTML =
                    place == 0 ? Parts.tag("agreed", t("现予采用", "counts")) : HTML(t("未采用", "does not count"))
                return Tables.row([
                    Tables.title(t(known.fact.title)), cell(told.value, known.fact, t),
                    Tables.cell(source(told.source, t)), Tables.cell(told.day.description),
                    Tables.cell(markup: counts),
                ])
            }
        }
        let words = t(
            "各来源所报不同，均予保留。采用次序：登记簿、部门、企业、导入；同级以所属日期较新者为先。",
            """
            Sources told different values; all are kept. The register comes first, then agencies, the firm, \
            imports; among equals the newer.
            """)
        return """
            <p class="note">\(words)</p>
            \(Tables.wide(
                t("来源不一致", "Sources differ"),
                [
                    .init(t("事实", "Fact")), .number(t("值", "Value")), .init(t("来源", "Source")),
                    .init(t("所属日期", "Told for")), .init(t("采用", "Counts")),
                ], rows))
            """
    }

    static func source(_ source: FirmFactSource, _ t: Language) -> String {
        source.kind == .register ? t(source.kind.name) : source.name
    }

    private static func cell(_ value: FirmFactValue, _ fact: FirmFact, _ t: Language) -> HTML {
        Tables.number(HTML(text(value, fact, t)))
    }

    /// As people read it.
    static func text(_ value: FirmFactValue, _ fact: FirmFact, _ t: Language) -> String {
        switch (fact.kind, value) {
        case (.money, .number(let fen)): return Fen(fen).grouped
        case (.points, .number(let points)):
            let text = Fen(points).description
            return text.hasSuffix(".00") ? String(text.dropLast(3)) : text
        case (.flag, .number(let flag)): return flag == 1 ? t("是", "yes") : t("否", "no")
        case (.day, .number(let day)): return Day(number: Int32(clamping: day)).description
        case (.division, .text(let code)):
            return EnterpriseRecords.divisionName(code).map { t($0) } ?? code
        case (.sizeIndustry, .text(let word)): return SizeIndustry(word: word).map { t($0.name) } ?? word
        case (_, .number(let number)): return String(number)
        case (_, .text(let text)): return text
        }
    }
}
