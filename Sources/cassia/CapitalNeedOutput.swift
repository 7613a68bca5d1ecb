/// The capital that guarantors need for a planned growth, for programs and for people.
import App
import Core

struct CapitalNeedOutput: Encodable {
    let asOf: String
    let growth: String
    let leverage: String
    let contribution: String
    let rows: [Row]

    struct Row: Encodable {
        let key: String
        let name: String
        let liability: String
        let liabilityOfServed: String
        let planned: String
        let netAssets: String?
        let required: String
        let contribution: String?

        private enum CodingKeys: String, CodingKey {
            case key, name, planned, required, contribution
            case liability = "liability_balance"
            case liabilityOfServed = "liability_of_small_firms_and_farmers"
            case netAssets = "net_assets"
        }

        func encode(to encoder: any Encoder) throws {
            var values = encoder.container(keyedBy: CodingKeys.self)
            try values.encode(key, forKey: .key)
            try values.encode(name, forKey: .name)
            try values.encode(liability, forKey: .liability)
            try values.encode(liabilityOfServed, forKey: .liabilityOfServed)
            try values.encode(planned, forKey: .planned)
            try values.encode(netAssets, forKey: .netAssets)
            try values.encode(required, forKey: .required)
            try values.encode(contribution, forKey: .contribution)
        }
    }

    private enum CodingKeys: String, CodingKey {
        case growth, leverage, contribution, rows
        case asOf = "as_of"
    }

    init(_ table: CapitalNeedTable, asOf day: Day, growth: Rate, multiple: Rate) {
        asOf = day.description
        self.growth = growth.description
        leverage = multiple.description
        contribution = table.contribution.description
        rows = table.rows.map { row in
            Row(
                key: row.code, name: row.name.zh, liability: row.need.liability.description,
                liabilityOfServed: row.need.liabilityOfServed.description,
                planned: row.need.planned.description, netAssets: row.need.netAssets?.description,
                required: row.need.required.description, contribution: row.need.contribution?.description)
        }
    }

    func show(_ json: Bool) throws {
        if json { return try printJSON(self) }
        let headings = [
            Sentence(zh: "担保机构", en: "Guarantor"), Sentence(zh: "责任余额(元)", en: "Liability balance (yuan)"),
            Sentence(zh: "增长后(元)", en: "When grown (yuan)"), Sentence(zh: "净资产(元)", en: "Net assets (yuan)"),
            Sentence(zh: "所需净资产(元)", en: "Required (yuan)"),
            Sentence(zh: "需补充资本(元)", en: "To be contributed (yuan)"),
        ].map { $0.text(in: commandLanguage) }
        var cells = rows.map {
            [$0.name, $0.liability, $0.planned, $0.netAssets ?? "–", $0.required, $0.contribution ?? "–"]
        }
        let total = Sentence(zh: "合计", en: "Total").text(in: commandLanguage)
        cells.append([total, "", "", "", "", contribution])
        printTable(headings: headings, rows: cells)
    }
}
