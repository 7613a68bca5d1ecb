public import Core
import Foundation
import Storage

/// Computes the figures of any day from the entries and guarantees in the database.
///
/// Several readers stream a part each. Entries are only ever appended, so the numbers that the first reader
/// found bound what all of them see, and together they see one state of the book.
public enum FiguresStore {
    /// The figures of the book at the end of a day, with rows where a grouping is asked for.
    ///
    /// - Parameter lanes: how many readers share the work; as many as there are processors, four at most,
    /// when nil.
    public static func figures(
        asOf day: Day, by grouping: FiguresGrouping? = nil, in book: Book, lanes: Int? = nil
    ) async throws -> FiguresTable {
        let frame = try await book.database.read { try FiguresFrame(asOf: day, $0) }
        let lanes = lanes ?? min(max(ProcessInfo.processInfo.activeProcessorCount, 1), 4)
        let parts = try await withThrowingTaskGroup(of: Lane.self) { group in
            for number in 0..<lanes {
                group.addTask {
                    try await book.database.read { try Lane(number, of: lanes, frame, asOf: day, $0) }
                }
            }
            var parts: [Lane] = []
            for try await part in group { parts.append(part) }
            return parts
        }
        return assemble(parts, frame).table(asOf: day, by: grouping)
    }

    /// What one reader has read: its share of the entries and of the guarantees.
    private struct Lane: Sendable {
        var sums: EntrySums
        var scans: [GuaranteeScan] = []

        init(_ number: Int, of lanes: Int, _ frame: FiguresFrame, asOf day: Day, _ connection: Connection)
            throws
        {
            sums = EntrySums(guarantees: frame.guarantees.count)
            for range in Self.parts(of: frame.entries, number, of: lanes) {
                try sums.add(range, until: day, connection)
            }
            for range in Self.parts(of: frame.guarantees, number, of: lanes) {
                scans.append(try GuaranteeScan(range, connection))
            }
        }

        /// Every `lanes`-th of the parts that the numbers are cut into, so that each reader gets old and new
        /// ones.
        private static func parts(of numbers: Range<Int64>, _ lane: Int, of lanes: Int) -> [Range<Int64>] {
            let count = Int64(lanes * 4)
            func bound(_ part: Int64) -> Int64 { numbers.lowerBound + Int64(numbers.count) * part / count }
            return stride(from: Int64(lane), to: count, by: lanes)
                .map { bound($0)..<bound($0 + 1) }.filter { !$0.isEmpty }
        }
    }

    private static func assemble(_ lanes: [Lane], _ frame: FiguresFrame) -> FiguresReading {
        var sums = lanes[0].sums
        for lane in lanes.dropFirst() { sums.add(lane.sums) }
        return FiguresReading(frame: frame, sums: sums, scans: lanes.flatMap(\.scans))
    }
}
