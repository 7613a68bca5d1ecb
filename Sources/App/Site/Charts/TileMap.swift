import Core

/// The 14 cities of Guangxi as tiles that lie about as the cities do.
struct TileMap: Picture {
    struct Tile {
        let city: Division
        let value: Int64
        let text: String
        let address: String
    }

    let tiles: [Tile]
    let language: Language

    /// By the first four digits of the code: column and row, from the north-west.
    private static let places: [UInt32: (column: Int, row: Int)] = [
        4512: (1, 0), 4502: (2, 0), 4503: (3, 0), 4511: (4, 0),
        4510: (0, 1), 4501: (1, 1), 4513: (2, 1), 4508: (3, 1), 4504: (4, 1),
        4514: (0, 2), 4506: (1, 2), 4507: (2, 2), 4509: (3, 2),
        4505: (2, 3),
    ]

    private static let size = (width: 112, height: 74)
    private static let width = 5 * size.width + 4
    private static let height = 4 * size.height + 4

    var width: Int { Self.width }
    var height: Int { Self.height }

    /// Five shades, from pale to dark, by fifths of the greatest value.
    var content: HTML {
        let greatest = max(tiles.map(\.value).max() ?? 0, 1)
        return tiles.map { tile in
            guard let place = Self.places[tile.city.code.number / 100] else { return HTML() }
            let shade = tile.value <= 0 ? 0 : min(Int(Int128(tile.value) * 5 / Int128(greatest)) + 1, 5)
            let (x, y) = (2 + place.column * Self.size.width, 2 + place.row * Self.size.height)
            let name = language == .chinese ? Self.short(tile.city.name) : tile.city.englishName
            let middle = x + Self.size.width / 2
            return """
                <a href="\(tile.address)"><g class="city shade\(shade)">\(
                    Drawing.box(x + 1, y + 1, Self.size.width - 4, Self.size.height - 4, "ground"))\(
                    Drawing.text(name, middle, y + 30, .middle, name.count > 11 ? "name long" : "name"))\(
                    Drawing.text(tile.text, middle, y + 52, .middle, "value"))</g></a>

                """
        }.joined()
    }

    private static func short(_ name: String) -> String {
        name.hasSuffix("市") ? String(name.dropLast()) : name
    }
}
