import Core

/// Where the columns that a caller knows by name stand in a table.
public struct TableColumns: Sendable {
    private let places: [String: Int]
    private let known: Set<String>

    /// The place of a required column.
    public subscript(name: String) -> Int {
        guard let place = places[name] else { preconditionFailure("column \(name) was not required") }
        return place
    }

    /// The place of an optional column, if the table has it.
    public subscript(optional name: String) -> Int? {
        precondition(known.contains(name), "column \(name) was not asked for")
        return places[name]
    }

    /// What becomes of columns that nobody asked for.
    public enum Others: Sendable {
        case refused
        case ignored
    }

    /// The column that `Rejects` adds; a mended file of rejected rows may keep it.
    public static let reasons = "reasons"

    /// Finds the columns in a header; missing and unknown ones are refused with the nearest names.
    init(
        header: [String], required: [String], optional: [String], others: Others
    ) throws(TableRefusal) {
        known = Set(required + optional)
        var places: [String: Int] = [:]
        for (index, name) in header.enumerated() where known.contains(name) { places[name] = index }
        self.places = places
        let unknown = header.filter { !$0.isEmpty && !known.contains($0) && $0 != TableColumns.reasons }
        let missing = required.filter { places[$0] == nil }
        if !missing.isEmpty {
            throw .missingColumns(
                missing.map { .init(name: $0, nearest: nearestName(to: $0, among: unknown)) })
        }
        if case .refused = others, !unknown.isEmpty {
            let free = (required + optional).filter { places[$0] == nil }
            throw .unknownColumns(unknown.map { .init(name: $0, nearest: nearestName(to: $0, among: free)) })
        }
    }
}
