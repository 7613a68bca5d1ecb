public import Core

/// Reads the values of a month from a table with the columns row and value (or 行次 and 数值).
public enum MonthlyEntryFile {
    /// All rows, in their order; the first that can't be taken refuses the file.
    public static func read(_ path: String) throws -> [MonthlyFormEntry] {
        let reader = try TableReader(path: path)
        let isChinese = reader.header.contains("行次")
        let columns = try reader.columns(
            required: isChinese ? ["行次", "数值"] : ["row", "value"], others: .ignored)
        let (row, value) = (columns[isChinese ? "行次" : "row"], columns[isChinese ? "数值" : "value"])
        var entries: [MonthlyFormEntry] = []
        while let line = try reader.next() {
            // A row without a value stays as it is.
            guard !line[value].text.isEmpty else { continue }
            entries.append(try MonthlyFormEntry(row: line[row].text, value: line[value].text))
        }
        guard !entries.isEmpty else { throw MonthlyFormRefusal.nothingEntered }
        return entries
    }
}
