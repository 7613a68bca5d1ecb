import Foundation

/// A table written to memory, to be sent as a file.
enum TableBytes {
    static func write(
        _ sheet: String, _ format: TableFormat, _ columns: [TableWriter.Column],
        _ rows: (TableWriter) throws -> Void
    ) throws -> [UInt8] {
        try inFolder("\(sheet).\(format.ending)") { path in
            let writer = try TableWriter(
                path: path, format: format, columns: columns, byteOrderMark: true, sheet: sheet)
            try rows(writer)
            try writer.finish()
        }
    }

    /// The bytes of a file that is written to a folder of its own, which is gone afterwards.
    static func inFolder(_ name: String, _ write: (String) throws -> Void) throws -> [UInt8] {
        let folder = FileManager.default.temporaryDirectory.appending(path: "cassia-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: name)
        try write(file.path)
        return Array(try Data(contentsOf: file))
    }
}

extension TableFormat {
    var ending: String { self == .csv ? "csv" : "xlsx" }

    var mediaType: String {
        switch self {
        case .csv: "text/csv; charset=utf-8"
        case .xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        }
    }
}
