/// The reserves of a guarantor, year by year, for programs and for people.
import Core

struct ReservesOutput: Encodable {
    let guarantor: String
    let name: String
    let asOf: String
    let years: [Year]

    struct Year: Encodable {
        let year: Int
        let fees: String
        let outstanding: String
        let unearnedPremium: String
        let compensationAdded: String
        let compensation: String

        private enum CodingKeys: String, CodingKey {
            case year, fees, outstanding
            case unearnedPremium = "unearned_premium"
            case compensationAdded = "compensation_added"
            case compensation = "compensation_reserve"
        }
    }

    private enum CodingKeys: String, CodingKey {
        case guarantor, name, years
        case asOf = "as_of"
    }

    init(_ institution: Institution, _ reserves: [Reserves], asOf day: Day) {
        guarantor = institution.code
        name = institution.name
        asOf = day.description
        years = reserves.map {
            Year(
                year: $0.year, fees: $0.fees.description, outstanding: $0.outstanding.description,
                unearnedPremium: $0.unearnedPremium.description,
                compensationAdded: $0.compensationAdded.description,
                compensation: $0.compensation.description)
        }
    }

    func show(_ json: Bool) throws {
        if json { return try printJSON(self) }
        let headings = [
            Sentence(zh: "年度", en: "Year"), Sentence(zh: "担保费收入(元)", en: "Fees (yuan)"),
            Sentence(zh: "年末在保余额(元)", en: "Outstanding at its end (yuan)"),
            Sentence(zh: "未到期责任准备金(元)", en: "Unearned premium (yuan)"),
            Sentence(zh: "本年提取担保赔偿准备金(元)", en: "Compensation reserve added (yuan)"),
            Sentence(zh: "担保赔偿准备金累计(元)", en: "Compensation reserve (yuan)"),
        ]
        print("\(guarantor) \(name), \(asOf)")
        printTable(
            headings: headings.map { $0.text(in: commandLanguage) },
            rows: years.map {
                [
                    String($0.year), $0.fees, $0.outstanding, $0.unearnedPremium, $0.compensationAdded,
                    $0.compensation,
                ]
            })
    }
}
