import Core

/// The tables to be filled in: the columns of the register, with nothing below them.
public enum FirmTemplate {
    public static func bytes(_ format: TableFormat) throws -> [UInt8] {
        let columns =
            FirmRowReader.required.map { TableWriter.Column($0) }
            + FirmFact.all.map { TableWriter.Column($0.name, kind(of: $0)) }
        return try TableBytes.write("firms", format, columns) { _ in }
    }

    /// Of what is registered one by one.
    public static func bytes(
        of table: FirmRecordImport.Table, _ format: TableFormat
    ) throws -> [UInt8] {
        let columns = table.columns.map { TableWriter.Column($0, days.contains($0) ? .day : .text) }
        return try TableBytes.write(table.rawValue, format, columns) { _ in }
    }

    private static let days: Set<String> = ["granted_on", "ends_on", "from", "until", "on"]

    private static func kind(of fact: FirmFact) -> TableWriter.Kind {
        switch fact.kind {
        case .money: .money
        case .count: .count
        case .day: .day
        default: .text
        }
    }
}
