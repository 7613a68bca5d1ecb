import Foundation
import Storage
import TestSupport
import Testing

/// A full disk loses nothing, stores nothing by halves, and is over by itself once there is space.
@Suite(.serialized) struct DiskFullTests {
    @Test func aFullDiskIsSurvived() async throws {
        let disk = try SmallDisk(megabytes: 8)
        var settings = DatabaseSettings()
        settings.checkpointPages = 200
        let database = try Database<ChainScope>.open(url: "sqlite:\(disk.path)/test.db", settings: settings)
        try database.migrate([ChainScope.migration], appliedAt: "now")
        let filler = try disk.fill(leavingMegabytes: 3)

        var stored = 0
        var failures = 0
        let padding = String(repeating: "x", count: 2_000)
        for number in 0..<400 {
            let outcomes = await withTaskGroup(of: StorageError?.self) { group in
                for writer in 0..<8 {
                    group.addTask {
                        do {
                            try await database.write { $0.append("\(number) \(writer) \(padding)") }
                            return nil
                        } catch { return error as? StorageError }
                    }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
            stored += outcomes.filter { $0 == nil }.count
            failures += outcomes.filter { $0 == .full }.count
            #expect(outcomes.allSatisfy { $0 == nil || $0 == .full })
            if failures > 40 { break }
        }
        #expect(failures > 40)
        let full = try await database.read { try Chain.load($0) }
        #expect(full.isWhole && full.labels.count == stored)

        try FileManager.default.removeItem(atPath: filler)
        try await database.write { $0.append("after") }
        let chain = try await database.read { try Chain.load($0) }
        #expect(chain.isWhole)
        #expect(chain.labels.count == stored + 1)
        database.close()
        let reopened = try Database<ChainScope>.open(url: "sqlite:\(disk.path)/test.db")
        #expect(try await reopened.read { try Chain.load($0) }.labels.count == stored + 1)
        reopened.close()
    }
}
