import Storage

/// All steps of the schema, oldest first; a step that is out is never changed.
enum Migrations {
    static let all = [Migration001Book.migration, Migration002Claims.migration]
}
