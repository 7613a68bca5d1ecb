/// The figures for programs: amounts as strings of yuan, rates as strings with six decimals, null where there
/// is none.
import Core

struct FiguresOutput: Encodable {
    let table: FiguresTable

    init(_ table: FiguresTable) { self.table = table }

    private enum CodingKeys: String, CodingKey {
        case by, rows, total, key, name
        case asOf = "as_of"
    }

    func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(table.asOf.description, forKey: .asOf)
        try FiguresFields(table.total).encode(to: encoder)
        guard let grouping = table.grouping else { return }
        try values.encode(grouping.rawValue, forKey: .by)
        try values.encode(FiguresFields(table.total), forKey: .total)
        try values.encode(table.rows.map(Row.init), forKey: .rows)
    }

    private struct Row: Encodable {
        let row: FiguresTable.Row

        init(_ row: FiguresTable.Row) { self.row = row }

        func encode(to encoder: any Encoder) throws {
            var values = encoder.container(keyedBy: CodingKeys.self)
            try values.encode(row.key, forKey: .key)
            try values.encode(row.name.zh, forKey: .name)
            try FiguresFields(row.figures).encode(to: encoder)
        }
    }
}

/// One set of figures as the fields of an object.
private struct FiguresFields: Encodable {
    let figures: Figures

    init(_ figures: Figures) { self.figures = figures }

    private enum CodingKeys: String, CodingKey {
        case outstanding, leverage, compensated, released, recovered, borne
        case liabilityBalance = "liability_balance"
        case inForce = "in_force"
        case compensationRate = "compensation_rate"
        case recoveryRate = "recovery_rate"
        case writtenOff = "written_off"
        case lossRate = "loss_rate"
        case averageFeeRate = "average_fee_rate"
        case smallFirmShareByAmount = "small_firm_share_by_amount"
        case smallFirmShareByNumber = "small_firm_share_by_number"
    }

    func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        func amount(_ amount: Fen, _ key: CodingKeys) throws {
            try values.encode(amount.description, forKey: key)
        }
        func rate(_ rate: Rate?, _ key: CodingKeys) throws {
            try values.encode(rate?.description, forKey: key)
        }
        try amount(figures.outstanding, .outstanding)
        try amount(figures.liabilityBalance, .liabilityBalance)
        try rate(figures.leverage, .leverage)
        try values.encode(figures.inForce, forKey: .inForce)
        try amount(figures.compensated, .compensated)
        try amount(figures.released, .released)
        try rate(figures.compensationRate, .compensationRate)
        try amount(figures.recovered, .recovered)
        try rate(figures.recoveryRate, .recoveryRate)
        try amount(figures.writtenOff, .writtenOff)
        try rate(figures.lossRate, .lossRate)
        try rate(figures.averageFeeRate, .averageFeeRate)
        try rate(figures.smallFirmShareByAmount, .smallFirmShareByAmount)
        try rate(figures.smallFirmShareByNumber, .smallFirmShareByNumber)
        let borne = Party.allCases.map { ($0.kind.rawValue, figures.borne[$0.rawValue].description) }
        try values.encode(Dictionary(uniqueKeysWithValues: borne), forKey: .borne)
    }
}
