import Core
import Storage

/// The form of a new agreement: its fields, what they make, and how the preview reads.
enum AgreementFields {
    /// The fields without the institutions that can be chosen.
    static let plain = fields(nil, [:], own: .reguarantor)

    static func all(_ visitor: Visitor, _ today: Day, _ connection: Connection) throws -> [FormField] {
        var choices: [Party: [FormField.Choice]] = [:]
        for institution in try InstitutionStore.all(connection) {
            guard let party = Party.allCases.first(where: { $0.kind == institution.kind }) else { continue }
            let title = "\(institution.name)（\(institution.code)）"
            choices[party, default: []].append(
                .init(value: institution.code, title: Sentence(zh: title, en: title)))
        }
        return fields(today, choices, own: own(visitor))
    }

    /// The party that the visitor's organisation is in every agreement that it concludes.
    private static func own(_ visitor: Visitor) -> Party {
        visitor.organisation.kind == .guarantor ? .guarantor : .reguarantor
    }

    private static func fields(
        _ today: Day?, _ choices: [Party: [FormField.Choice]], own: Party
    ) -> [FormField] {
        let parties = Party.allCases.filter { $0 != own }.map { party in
            FormField(
                name: party.word, title: title(of: party),
                kind: choices[party].map { .choice($0) } ?? .text(64),
                isRequired: party == .guarantor || party == .bank)
        }
        return [
            FormField(name: "number", title: Sentence(zh: "协议编号", en: "Number"), kind: .text(64))
        ] + parties + [
            FormField(
                name: "shares", title: Sentence(zh: "分担比例", en: "Shares"), kind: .text(64),
                hint: Sentence(
                    zh: "依次为担保、再担保、银行、财政，没有的一方写 0，例如 4:3:2:1。",
                    en: "Guarantor, re-guarantor, bank, treasury, 0 for none, such as 4:3:2:1."),
                value: "4:3:2:1"),
            FormField(
                name: "from", title: Sentence(zh: "起始日", en: "From"), kind: .day,
                value: today?.description ?? ""),
            FormField(
                name: "until", title: Sentence(zh: "终止日", en: "Until"), kind: .day,
                hint: Sentence(zh: "不填为长期。", en: "Empty for an open end."), isRequired: false),
            FormField(
                name: "fee_rate_max", title: Sentence(zh: "年费率上限", en: "Yearly fee at most"), kind: .rate,
                hint: Sentence(zh: "例如 1.5%。", en: "Such as 1.5%."), isRequired: false, value: "1.5%"),
            FormField(
                name: "borrower_max", title: Sentence(zh: "单户在保上限", en: "Outstanding per borrower at most"),
                kind: .money, isRequired: false),
            FormField(
                name: "stop_loss", title: Sentence(zh: "代偿率止损线", en: "Stop-loss: compensation rate"),
                kind: .rate,
                hint: Sentence(
                    zh: "本年代偿率超过它时，新备案须再担保机构同意。",
                    en: "Above it new filings wait for the re-guarantor's approval."), isRequired: false),
            FormField(
                name: "claim_due_working_days",
                title: Sentence(zh: "分担款付款期（工作日）", en: "Working days to pay a share"),
                kind: .number(0...250), value: "10"),
            FormField(
                name: "refunds_unused_fee",
                title: Sentence(zh: "提前解保退还未用的担保费", en: "Refund the unused fee on early release"),
                kind: .yes, isRequired: false),
        ]
    }

    private static func title(of party: Party) -> Sentence {
        let name = party.name
        return Sentence(zh: name.zh, en: name.en.prefix(1).uppercased() + name.en.dropFirst())
    }

    /// What was entered as terms; institutions that are not there and shares that can't be read are refused.
    static func terms(
        _ inputs: Inputs, _ visitor: Visitor, _ connection: Connection
    ) throws -> AgreementStore.Terms {
        let number = inputs.text("number")
        guard number != AgreementActions.newKey, try AgreementStore.find(number: number, connection) == nil
        else {
            throw FormRefusal(problems: [.init(field: "number", sentence: taken(number))])
        }
        let ceilings = Agreement.Ceilings(
            feeRate: inputs.rate("fee_rate_max"),
            borrower: inputs.text("borrower_max").isEmpty ? nil : inputs.money("borrower_max"),
            stopLoss: inputs.rate("stop_loss"))
        var terms = AgreementStore.Terms(
            number: number, parties: try parties(inputs, visitor, connection), shares: try shares(inputs),
            from: inputs.day("from"), until: inputs.optionalDay("until"), ceilings: ceilings)
        terms.refundsUnusedFee = inputs.isYes("refunds_unused_fee")
        terms.claimDueWorkingDays = Int(inputs.number("claim_due_working_days"))
        return terms
    }

    private static func taken(_ number: String) -> Sentence {
        Sentence(zh: "协议编号 \(number) 已被使用，请换一个。", en: "The number \(number) is taken; use another.")
    }

    private static func shares(_ inputs: Inputs) throws -> Shares {
        do {
            return try Shares(inputs.text("shares").replacing("：", with: ":"))
        } catch let refusal {
            throw FormRefusal(problems: [.init(field: "shares", sentence: refusal.sentence)])
        }
    }

    private static func parties(
        _ inputs: Inputs, _ visitor: Visitor, _ connection: Connection
    ) throws -> [Party: Institution] {
        var parties: [Party: Institution] = [:]
        for party in Party.allCases {
            if party == own(visitor), let id = visitor.organisation.institution {
                parties[party] = try InstitutionStore.load(id, connection)
                continue
            }
            let code = inputs.text(party.word)
            guard !code.isEmpty else { continue }
            guard let institution = try InstitutionStore.find(code: code, connection) else {
                throw FormRefusal(problems: [
                    .init(field: party.word, sentence: NotFound.institution(code).sentence)
                ])
            }
            parties[party] = institution
        }
        return parties
    }

    /// Who would bear what of a loss of a million.
    static func preview(_ agreement: Agreement, _ parties: [Party: Institution]) -> Preview {
        let amount = AgreementPages.usualAmount
        let parts = agreement.shares.parts(of: amount)
        var lines = [
            Preview.Line(title: Sentence(zh: "若有损失", en: "Of a loss of"), value: MoneyFields.yuan(amount))
        ]
        for party in Party.allCases {
            guard let institution = parties[party] else { continue }
            let part = MoneyFields.yuan(parts[party.rawValue])
            lines.append(
                .init(
                    title: Sentence(zh: "\(party.name.zh)承担", en: "the \(party.name.en) bears"),
                    value: Sentence(
                        zh: "\(part.zh)（\(institution.name)）", en: "\(part.en) ('\(institution.name)')")))
        }
        lines.append(
            .init(
                title: Sentence(zh: "期限", en: "Term"),
                value: term(from: agreement.from, until: agreement.until)))
        return Preview(lines: lines)
    }

    private static func term(from: Day, until: Day?) -> Sentence {
        let end = word(until)
        return Sentence(zh: "\(from) 至 \(end.zh)", en: "\(from) to \(end.en)")
    }

    private static func word(_ day: Day?) -> Sentence {
        day.map { Sentence(zh: $0.description, en: $0.description) }
            ?? Sentence(zh: "长期", en: "open end")
    }

    static func change(_ before: Day?, _ after: Day?) -> Sentence {
        let (old, new) = (word(before), word(after))
        return Sentence(zh: "\(old.zh) → \(new.zh)", en: "\(old.en) → \(new.en)")
    }
}
