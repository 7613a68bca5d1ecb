import Core
import Storage

/// What is known before anything is asked for: ceilings, what is taken of them, and what the loan would cost.
struct ApplicationQuote: Sendable {
    struct Line: Sendable {
        let title: Sentence
        let value: Sentence
    }

    let lines: [Line]
    let hasFee: Bool

    init(
        _ application: Application?, _ offer: AgreementOffers.Offer, firm: String, on today: Day,
        _ connection: Connection
    ) throws {
        let agreement = offer.agreement
        let ceilings = agreement.ceilings
        let none = Sentence(zh: "协议未设上限", en: "none in the agreement")
        let taken = try ApplicationStore.committed(to: firm, under: agreement, connection)
        var lines = [
            Line(
                title: Sentence(zh: "年费率上限", en: "Fee ceiling a year"),
                value: ceilings.feeRate.map { Self.same($0.percentage) } ?? none),
            Line(
                title: Sentence(zh: "单户上限", en: "Ceiling for one firm"),
                value: ceilings.borrower.map(Self.money) ?? none),
            Line(title: Sentence(zh: "本企业已占用", en: "Taken by your firm"), value: Self.money(taken)),
        ]
        if let ceiling = ceilings.borrower {
            lines.append(
                Line(
                    title: Sentence(zh: "还可申请", en: "Still to be had"),
                    value: Self.money(max(ceiling - taken, .zero))))
        }
        if let worth = try InstitutionStore.netAssets(of: agreement.guarantor, on: today, connection) {
            lines.append(
                Line(
                    title: Sentence(
                        zh: "担保机构对单户的法定上限（责任余额）",
                        en: "Legal ceiling of the guarantor for one firm (liability)"),
                    value: Self.money(max(Limits.borrower.of(worth), .zero))))
        }
        if let application {
            lines.append(
                Line(
                    title: Sentence(zh: "到期日", en: "Ends on"), value: Self.same("\(application.terms.endsOn)")
                ))
            lines.append(
                Line(
                    title: Sentence(zh: "担保费（整个期限）", en: "Fee for the whole term"),
                    value: Self.money(application.fee)))
        }
        self.lines = lines
        hasFee = application != nil
    }

    private static func same(_ text: String) -> Sentence { Sentence(zh: text, en: text) }

    private static func money(_ amount: Fen) -> Sentence {
        Sentence(zh: "\(amount.grouped) 元", en: "\(amount.grouped) yuan")
    }
}
