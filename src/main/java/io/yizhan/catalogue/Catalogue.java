package io.yizhan.catalogue;

import static java.util.Comparator.comparing;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toUnmodifiableList;

import io.yizhan.platform.Problem;
import io.yizhan.platform.ProblemType;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * One published version of the catalogue, complete and immutable. Whatever is decided for one request is decided on one
 * snapshot: take it once from {@link PublishedCatalogue#get()}, the next call may answer a newer version.
 */
public final class Catalogue {
    private static final String CANCELLED = "cancelled";

    private final CatalogueVersion version;
    private final Map<String, Department> departments;
    private final Map<String, MaterialType> materialTypes;
    private final Map<String, Item> items;
    private final Map<String, List<Requirement>> requirements;
    private final Map<String, List<MaterialType>> cancelled;
    private final List<ServiceWindow> windows;

    private Catalogue(CatalogueVersion version, CatalogueRows rows) {
        this.version = version;
        departments = byKey(rows.of(CatalogueFile.DEPARTMENTS).stream().map(Department::of), Department::code);
        materialTypes = byKey(rows.of(CatalogueFile.MATERIAL_TYPES).stream().map(MaterialType::of), MaterialType::code);
        items = byKey(
                rows.of(CatalogueFile.ITEMS).stream().map(this::item).sorted(comparing(Item::implementationCode)),
                Item::implementationCode);
        requirements = byItem(rows, row -> !isCancelled(row), row -> Requirement.of(row, materialType(row)));
        cancelled = byItem(rows, Catalogue::isCancelled, this::materialType);
        windows = rows.of(CatalogueFile.WINDOWS).stream().map(ServiceWindow::of).toList();
    }

    static Catalogue of(CatalogueVersion version, CatalogueRows rows) {
        return new Catalogue(version, rows);
    }

    private Item item(Row row) {
        return Item.of(row, known(departments, row.get("department_code")));
    }

    private MaterialType materialType(Row requirement) {
        return known(materialTypes, requirement.get("material_type"));
    }

    private static <T> T known(Map<String, T> byCode, String code) {
        return Optional.ofNullable(byCode.get(code))
                .orElseThrow(() -> new IllegalStateException("the catalogue refers to " + code + ", which it lacks"));
    }

    private static boolean isCancelled(Row requirement) {
        return requirement.get("status").equals(CANCELLED);
    }

    private static <T> Map<String, T> byKey(Stream<T> values, Function<T, String> key) {
        var byKey = new LinkedHashMap<String, T>();
        values.forEach(value -> byKey.put(key.apply(value), value));
        return Collections.unmodifiableMap(byKey);
    }

    private static <T> Map<String, List<T>> byItem(
            CatalogueRows rows, Predicate<Row> included, Function<Row, T> reading) {
        return rows.of(CatalogueFile.REQUIREMENTS).stream()
                .filter(included)
                .collect(groupingBy(row -> row.get("implementation_code"), mapping(reading, toUnmodifiableList())));
    }

    public CatalogueVersion version() {
        return version;
    }

    /** All departments, in the order of the file. */
    public List<Department> departments() {
        return List.copyOf(departments.values());
    }

    /** @param code credit code */
    public Optional<Department> findDepartment(String code) {
        return Optional.ofNullable(departments.get(code));
    }

    /** All items, ascending by implementation code. */
    public List<Item> items() {
        return List.copyOf(items.values());
    }

    public Optional<Item> findItem(String implementationCode) {
        return Optional.ofNullable(items.get(implementationCode));
    }

    /** @throws Problem {@code item-unknown} when this version does not list the item */
    public Item item(String implementationCode) {
        return findItem(implementationCode).orElseThrow(Catalogue::unknownItem);
    }

    static Problem unknownItem() {
        return Problem.of(ProblemType.ITEM_UNKNOWN, "目录中没有这个事项编码。", "The catalogue lists no item with this code.");
    }

    public List<MaterialType> materialTypes() {
        return List.copyOf(materialTypes.values());
    }

    public Optional<MaterialType> findMaterialType(String code) {
        return Optional.ofNullable(materialTypes.get(code));
    }

    /** @throws Problem {@code material-type-unknown} when this version has no such type */
    public MaterialType materialType(String code) {
        return findMaterialType(code)
                .orElseThrow(() -> Problem.of(
                        ProblemType.MATERIAL_TYPE_UNKNOWN,
                        "目录中没有这个材料类型编码。",
                        "The catalogue has no material type with this code."));
    }

    /** The materials an item asks for today, in the order of the guide; never a cancelled one. */
    public List<Requirement> requirements(Item item) {
        return requirements.getOrDefault(item.implementationCode(), List.of());
    }

    /** What the item used to ask for and no longer does. */
    public List<MaterialType> cancelledMaterials(Item item) {
        return cancelled.getOrDefault(item.implementationCode(), List.of());
    }

    public List<ServiceWindow> windows() {
        return windows;
    }

    /** The pooled acceptance windows that take the item: on its floor, for its audience. */
    public List<ServiceWindow> acceptanceWindows(Item item) {
        return windows(item, Zone.ACCEPTANCE);
    }

    /** Where the result of an item is handed out. */
    public List<ServiceWindow> pickupWindows(Item item) {
        return windows(item, Zone.PICKUP);
    }

    private List<ServiceWindow> windows(Item item, Zone zone) {
        return windows.stream()
                .filter(window -> window.zone() == zone
                        && window.floor() == item.floor()
                        && window.serves().overlaps(item.audience()))
                .toList();
    }
}
