import Core
import Storage

/// The agreements under which a firm can ask for a guarantee on a day, with the names of guarantor and bank.
struct AgreementOffers: Sendable {
    let all: [Offer]

    struct Offer: Sendable {
        let agreement: Agreement
        let guarantor: Institution
        let bank: Institution

        var title: String { "\(guarantor.name) · \(bank.name) · \(agreement.number)" }
    }

    /// Those of the firm's own city first.
    init(on day: Day, near division: String, _ connection: Connection) throws {
        let institutions = Dictionary(
            try InstitutionStore.all(connection).map { ($0.id, $0) }, uniquingKeysWith: { $1 })
        let city = division.prefix(4)
        all = try AgreementStore.all(connection).filter { $0.isInForce(on: day) }.compactMap { agreement in
            guard let guarantor = institutions[agreement.guarantor], let bank = institutions[agreement.bank]
            else { return nil }
            return Offer(agreement: agreement, guarantor: guarantor, bank: bank)
        }.sorted { left, right in
            let (leftIsNear, rightIsNear) = (
                left.guarantor.division.hasPrefix(city), right.guarantor.division.hasPrefix(city)
            )
            if leftIsNear != rightIsNear { return leftIsNear }
            return (left.guarantor.division, left.agreement.number)
                < (right.guarantor.division, right.agreement.number)
        }
    }

    func find(_ number: String) -> Offer? { all.first { $0.agreement.number == number } }

    var choices: [FormField.Choice] {
        all.map { offer in
            let title = offer.title
            return FormField.Choice(value: offer.agreement.number, title: Sentence(zh: title, en: title))
        }
    }
}
