import Core
import Foundation

/// The initials of a name in pinyin, by which people who type quickly look for a firm: 南宁云例软件 is `nnylrj`.
///
/// The characters of GB 2312 level 1 stand in the order of their pinyin, so that a place among them tells the
/// initial; of the rarer ones those that names of firms have are listed. Characters of several readings count
/// with the one under which the standard has them.
enum NameInitials {
    /// All initials of a name; Latin letters and digits stay, in lower case. What has none is left out.
    static func of(_ name: String) -> String {
        var letters: [UInt8] = []
        for scalar in name.unicodeScalars.prefix(longest) {
            switch scalar.value {
            case 48...57, 97...122: letters.append(UInt8(scalar.value))
            case 65...90: letters.append(UInt8(scalar.value) + 32)
            case 0x4E00..<0x4E00 + UInt32(table.count):
                let letter = table[Int(scalar.value - 0x4E00)]
                if letter > 0 { letters.append(letter) }
            default: continue
            }
        }
        return String(decoding: letters, as: UTF8.self)
    }

    /// The same without the place that the name begins with.
    static func ofBrand(_ name: String) -> String {
        for length in [5, 4, 3, 2] where places.contains(String(name.prefix(length))) {
            return of(String(name.dropFirst(length)))
        }
        return of(name)
    }

    /// Of a name, so many characters count.
    private static let longest = 60

    /// The names of divisions, with and without the word for their kind.
    private static let places: Set<String> = {
        var names: Set<String> = ["广西", "广西壮族自治区"]
        for division in Division.all {
            names.insert(division.name)
            let short = String(division.name.dropLast())
            if short.count >= 2 { names.insert(short) }
            if division.name.hasSuffix("自治县") { names.insert(String(division.name.prefix(2))) }
        }
        return names
    }()

    /// The first code of each initial in level 1, which ends with D7F9.
    private static let beginnings: [(letter: Character, code: UInt16)] = [
        ("a", 0xB0A1), ("b", 0xB0C5), ("c", 0xB2C1), ("d", 0xB4EE), ("e", 0xB6EA), ("f", 0xB7A2),
        ("g", 0xB8C1), ("h", 0xB9FE), ("j", 0xBBF7), ("k", 0xBFA6), ("l", 0xC0AC), ("m", 0xC2E8),
        ("n", 0xC4C3), ("o", 0xC5B6), ("p", 0xC5BE), ("q", 0xC6DA), ("r", 0xC8BB), ("s", 0xC8F6),
        ("t", 0xCBFA), ("w", 0xCDDA), ("x", 0xCEF4), ("y", 0xD1B9), ("z", 0xD4D1),
    ]

    /// Characters outside of level 1 that stand in names of places and firms.
    private static let further: KeyValuePairs<String, String> = [
        "b": "蓓缤璧斌彬邠", "c": "琛璨宸岑翀骢忱偲", "d": "岽迪砥棣", "e": "娥", "f": "菲霏翡沣枋茯",
        "g": "珙灌瑰皋亘", "h": "昊晖晗瀚灏濠泓桦颢弘骅珩皓", "j": "璟瑾珏骏槿隽婧靖伽嘉浚钜劼稷",
        "k": "珂恺锴凯锟", "l": "漓琳俪琅璐麟蕾岚涞泷崚翎苓仂佬稔醴", "m": "淼茗湄仫岷玫旻", "n": "侬妮",
        "o": "瓯", "p": "溥邳", "q": "琪淇祺琦麒骐芊荃箐崎峤",
        "r": "榕睿嵘镕芮濡", "s": "晟嵩泗澍畲莘姗", "t": "婷恬邰", "w": "雯炜蔚玮崴",
        "x": "鑫馨昕曦潇瑄暄勖浔熙忻禧岘轩", "y": "邕烨瑶煜钰翊懿昱熠妍彧筠滢怡甬琰垚圩鄞瑜翌",
        "z": "梓璋臻卓稹洙",
    ]

    /// By the place of a character behind U+4E00; zero where it has no initial.
    private static let table: [UInt8] = {
        var table = [UInt8](repeating: 0, count: 0x9FFF - 0x4E00 + 1)
        func set(_ scalar: Unicode.Scalar, _ letter: Character) {
            guard scalar.value >= 0x4E00, scalar.value <= 0x9FFF else { return }
            table[Int(scalar.value - 0x4E00)] = letter.asciiValue ?? 0
        }
        for (place, scalar) in levelOne() {
            let letter = beginnings.last { $0.code <= place }?.letter
            if let letter { set(scalar, letter) }
        }
        for (letter, characters) in further {
            for scalar in characters.unicodeScalars { set(scalar, Character(letter)) }
        }
        return table
    }()

    /// The characters of level 1 with their codes, as GB 18030 has them in the same places.
    private static func levelOne() -> [(code: UInt16, scalar: Unicode.Scalar)] {
        var found: [(code: UInt16, scalar: Unicode.Scalar)] = []
        for lead in UInt8(0xB0)...0xD7 {
            for trail in UInt8(0xA1)...0xFE where lead < 0xD7 || trail <= 0xF9 {
                let bytes = [lead, trail]
                let scalar = bytes.withUnsafeBufferPointer { GB18030Table.shared.scalar(at: 0, in: $0) }
                guard case .scalar(let value, _) = scalar, let scalar = Unicode.Scalar(value) else {
                    continue
                }
                found.append((UInt16(lead) << 8 | UInt16(trail), scalar))
            }
        }
        return found
    }
}
