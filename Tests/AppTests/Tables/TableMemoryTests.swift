import Foundation
import Testing

@testable import App

@Suite(.serialized) struct TableMemoryTests {
    /// The memory that the process holds, in bytes.
    private func residentBytes() -> Int {
        let pages = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8))?.split(separator: " ")[
            1]
        return (pages.flatMap { Int($0) } ?? 0) * 4_096
    }

    /// 40 MB are read and written; far less than that is held. Other tests may run at the same time.
    @Test func memoryStaysFlat() throws {
        let directory = try TestDirectory()
        _ = try directory.python(
            """
            open('t.csv', 'w').write('id,note\\n' + ''.join(f'{n},{"x" * 190}\\n' for n in ra\
            nge(200_000)))
            """
        )
        let table = try TableReader(path: directory("t.csv"))
        #expect(table.byteCount > 38_000_000)
        let writer = try TableWriter(
            path: directory("w.csv"), format: .csv, columns: [.init("id"), .init("note")])
        let before = residentBytes()
        var highest = before
        while let row = try table.next() {
            writer.bytes(row[0].bytes)
            writer.bytes(row[1].bytes)
            try writer.endRow()
            if table.rowsRead % 10_000 == 0 { highest = max(highest, residentBytes()) }
        }
        try writer.finish()
        #expect(highest - before < 30_000_000)
        #expect(FileManager.default.contentsEqual(atPath: directory("t.csv"), andPath: directory("w.csv")))
    }
}
