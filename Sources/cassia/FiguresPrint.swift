/// The figures for people: one line for each figure, or one for each row that was asked for.
import Core

struct FiguresPrint {
    let language: Language

    func show(_ table: FiguresTable) {
        guard let grouping = table.grouping else { return showWhole(table) }
        let fields = Field.all.filter(\.isInRows)
        let headings = [grouping.name.text(in: language)] + fields.map { $0.name.text(in: language) }
        func cells(_ name: String, _ figures: Figures) -> [String] {
            [name] + fields.map { $0.text(figures) }
        }
        var rows = table.rows.map { cells($0.name.text(in: language), $0.figures) }
        rows.append(cells(Sentence(zh: "合计", en: "Total").text(in: language), table.total))
        printTable(headings: headings, rows: rows)
    }

    private func showWhole(_ table: FiguresTable) {
        let heading = Sentence(zh: "截至 \(table.asOf)", en: "As of \(table.asOf)").text(in: language)
        let rows = Field.all.map { [$0.name.text(in: language), $0.text(table.total)] }
        printTable(headings: [heading, ""], rows: rows)
    }
}

/// A figure: what it is called and how it is shown.
private struct Field: Sendable {
    let name: Sentence
    var isInRows = true
    let text: @Sendable (Figures) -> String

    static let all: [Field] =
        [
            amount("在保余额(元)", "Outstanding (yuan)", \.outstanding),
            amount("责任余额(元)", "Liability balance (yuan)", \.liabilityBalance),
            Field(name: Sentence(zh: "放大倍数", en: "Leverage")) { $0.leverage?.description ?? "–" },
            Field(name: Sentence(zh: "在保笔数", en: "In force")) { String($0.inForce) },
            amount("累计代偿(元)", "Compensated (yuan)", \.compensated),
            amount("累计解保(元)", "Released (yuan)", \.released),
            rate("代偿率", "Compensation rate", \.compensationRate),
            amount("累计追偿(元)", "Recovered (yuan)", \.recovered),
            rate("追偿率", "Recovery rate", \.recoveryRate),
            amount("累计核销(元)", "Written off (yuan)", \.writtenOff),
            rate("损失率", "Loss rate", \.lossRate),
            rate("平均担保费率", "Average fee rate", \.averageFeeRate),
            rate("小微占比(金额)", "Small firms by amount", \.smallFirmShareByAmount),
            rate("小微占比(笔数)", "Small firms by number", \.smallFirmShareByNumber),
        ] + Party.allCases.map(borne)

    private static func amount(_ zh: String, _ en: String, _ value: @escaping @Sendable (Figures) -> Fen)
        -> Field
    {
        Field(name: Sentence(zh: zh, en: en)) { value($0).grouped }
    }

    private static func rate(_ zh: String, _ en: String, _ value: @escaping @Sendable (Figures) -> Rate?)
        -> Field
    {
        Field(name: Sentence(zh: zh, en: en)) { value($0)?.percentage ?? "–" }
    }

    private static func borne(_ party: Party) -> Field {
        let name = Sentence(zh: "\(party.name.zh)承担(元)", en: "Borne by \(party.name.en) (yuan)")
        return Field(name: name, isInRows: false) { $0.borne[party.rawValue].grouped }
    }
}
