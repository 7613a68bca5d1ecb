import Core

/// Figures for programs: amounts as strings of yuan, rates as decimal fractions, null where there is none.
enum FiguresJSON {
    static func overview(_ overview: FiguresOverview) -> JSON {
        .members([
            "as_of": .day(overview.asOf), "total": figures(overview.total),
            "cities": .array(
                overview.cities.map { city, figures in
                    .members([
                        "division": .string(city?.code.description ?? "none"),
                        "name": .text(
                            Sentence(zh: city?.name ?? "其他", en: city?.englishName ?? "Elsewhere")),
                        "figures": self.figures(figures, isCity: true),
                    ])
                }),
            "guarantors": .array(
                overview.guarantors.map {
                    .members([
                        "code": .string($0.row.key), "name": .string($0.row.name.zh),
                        "ceiling": .number($0.ceiling), "figures": figures($0.row.figures),
                    ])
                }),
            "months": .array(
                overview.months.map {
                    .members([
                        "month": .string($0.month.description), "compensated": .money($0.compensated),
                        "recovered": .money($0.recovered), "outstanding": .money($0.outstanding),
                    ])
                }),
            "standings": .object(
                GuaranteeStanding.allCases.map {
                    JSON.Member(name: $0.rawValue, value: .number(overview.standings[$0, default: 0]))
                }),
            "claims": .array(claims(overview)),
        ])
    }

    /// - Parameter isCity: the liability balance is rounded for each guarantor and has no exact part in a
    /// city.
    private static func figures(_ figures: Figures, isCity: Bool = false) -> JSON {
        let sums = FiguresMeasure.all.compactMap { measure -> JSON.Member? in
            guard measure != .contracted, !isCity || measure != .liability, let value = measure.value(figures)
            else { return nil }
            return JSON.Member(
                name: measure.word, value: measure.isCount ? .number(value) : .money(Fen(value)))
        }
        let rates: [(String, Rate?)] = [
            ("leverage", figures.leverage), ("compensation_rate", figures.compensationRate),
            ("recovery_rate", figures.recoveryRate), ("loss_rate", figures.lossRate),
            ("average_fee_rate", figures.averageFeeRate),
            ("small_firm_share_by_amount", figures.smallFirmShareByAmount),
            ("small_firm_share_by_number", figures.smallFirmShareByNumber),
        ]
        let worth = JSON.Member(name: "net_assets", value: figures.netAssets.map(JSON.money) ?? .null)
        return .object(sums + [worth] + rates.map { JSON.Member(name: $0.0, value: .rate($0.1)) })
    }

    private static func claims(_ overview: FiguresOverview) -> [JSON] {
        overview.ages.flatMap { pair, ages in
            ages.map { age, amount in (pair, age, amount) }
        }.sorted {
            ($0.0.debtor.rawValue, $0.0.creditor.rawValue, $0.1.rawValue)
                < ($1.0.debtor.rawValue, $1.0.creditor.rawValue, $1.1.rawValue)
        }.map { pair, age, amount in
            .members([
                "debtor": .string(pair.debtor.kind.rawValue),
                "creditor": .string(pair.creditor.kind.rawValue),
                "age": .string(age.word), "open": .money(amount),
            ])
        }
    }

    static func records(
        _ question: FiguresQuestion, _ page: FiguresRecordPage, _ names: [Int64: GuaranteeName]
    ) -> JSON {
        func value(_ amount: Int64) -> JSON {
            question.measure.isCount ? .number(amount) : .money(Fen(amount))
        }
        return .members([
            "figure": .string(question.measure.word), "from": question.from.map { .day($0) } ?? .null,
            "as_of": .day(question.day), "count": .number(Int64(page.count)), "sum": value(page.sum),
            "items": .array(
                page.records.map {
                    .members([
                        "guarantee_no": .string(names[$0.guarantee]?.number ?? ""),
                        "enterprise_name": .string(names[$0.guarantee]?.enterprise ?? ""),
                        "amount": value($0.amount),
                        "fee_rate": question.measure == .contracted ? .rate($0.feeRate) : nil,
                    ])
                }),
            "next": page.next.map { .string(String($0)) } ?? .null,
        ])
    }
}

/// Open claims on any day for programs.
extension FiguresJSON {
    static func claims(_ day: Day, _ page: OpenClaimPage, _ names: [Int64: GuaranteeName]) -> JSON {
        .members([
            "as_of": .day(day), "count": .number(Int64(page.count)), "sum": .money(page.sum),
            "items": .array(
                page.claims.map { claim in
                    .members([
                        "guarantee_no": .string(names[claim.guarantee]?.number ?? ""),
                        "enterprise_name": .string(names[claim.guarantee]?.enterprise ?? ""),
                        "debtor": .string(claim.pair.debtor.kind.rawValue),
                        "creditor": .string(claim.pair.creditor.kind.rawValue),
                        "open": .money(claim.open), "due_on": .day(claim.dueOn),
                        "age": .string(ClaimAge(dueOn: claim.dueOn, on: day).word),
                    ])
                }),
            "next": page.next.map { .string(String($0)) } ?? .null,
        ])
    }

    static let claimsDescription: RouteDescription = {
        let party = JSON.schemaWords(Party.allCases.map(\.kind.rawValue))
        let age = JSON.schemaWords(ClaimAge.allCases.map(\.word))
        let claim = JSON.schemaObject([
            ("guarantee_no", .schema("string")), ("enterprise_name", .schema("string")), ("debtor", party),
            ("creditor", party), ("open", .schemaMoney), ("due_on", JSON.schemaDay.orNull()), ("age", age),
        ])
        return RouteDescription(
            id: "figures_claims",
            summary: Sentence(zh: "某一天未付的款项", en: "What was owed between the parties on a day"),
            tag: "figures",
            parameters: [
                .query(
                    "as_of", Sentence(zh: "截至哪一天；不写为业务日", en: "As of which day; today without one"),
                    .schemaDay),
                .query("debtor", Sentence(zh: "应付方", en: "Who owes"), party),
                .query("creditor", Sentence(zh: "应收方", en: "Who is owed"), party),
                .query("age", Sentence(zh: "账龄", en: "How late"), age),
                .query(
                    "after", Sentence(zh: "上一次回答中的 next", en: "What an answer gave as 'next'"),
                    .schemaPattern("^[0-9]{1,9}$")),
            ],
            answers: [
                .ok(
                    .schemaObject([
                        ("as_of", .schemaDay), ("count", .schemaTime), ("sum", .schemaMoney),
                        ("items", .schemaList(claim)), ("next", JSON.schema("string").orNull()),
                    ]))
            ])
    }()
}
