public import Core
import Storage

/// The coverage of the region by its guarantors, out of the register.
public enum CoverageStore {
    public static func coverage(in book: Book) async throws -> Coverage {
        Coverage(of: try await book.database.read { try InstitutionStore.all($0) })
    }
}
