import Core

/// The table to be filled in: the columns of the register, with nothing below them.
public enum FirmTemplate {
    public static func bytes(_ format: TableFormat) throws -> [UInt8] {
        let columns =
            FirmRowReader.required.map { TableWriter.Column($0) }
            + FirmFact.all.map { TableWriter.Column($0.name, kind(of: $0)) }
        return try TableBytes.write("firms", format, columns) { _ in }
    }

    private static func kind(of fact: FirmFact) -> TableWriter.Kind {
        switch fact.kind {
        case .money: .money
        case .count: .count
        case .day: .day
        default: .text
        }
    }
}
