namespace Equivariant.Formats;

/// <summary>B-trees of version 1 (specification III.A.1): the members of old groups and the chunks of old data sets.</summary>
internal static class Hdf5BTree1
{
    public const int Groups = 0, Chunks = 1;

    private const int DeepestLevel = 32;

    /// <summary>What the leaves refer to, each with the key before it.</summary>
    /// <param name="space">The file.</param>
    /// <param name="root">The root; undefined for an empty tree.</param>
    /// <param name="kind"><see cref="Groups"/> or <see cref="Chunks"/>.</param>
    /// <param name="readKey">Reads a key, all of it.</param>
    public static IEnumerable<(TKey Key, long Child)> Leaves<TKey>(
        Hdf5Space space, long root, int kind, Func<Hdf5Cursor, TKey> readKey)
    {
        if (root == Hdf5Space.Undefined)
            yield break;
        var open = new Stack<(long Address, int? Level)>([(root, null)]);
        var seen = new HashSet<long>();
        while (open.TryPop(out var node))
        {
            if (!seen.Add(node.Address))
                throw space.Error("a B-tree runs in a circle");
            var cursor = new Hdf5Cursor(space, node.Address);
            cursor.Signature("TREE");
            var (found, level, count) = (cursor.UInt8(), cursor.UInt8(), cursor.UInt16());
            if (found != kind || level > DeepestLevel || (node.Level is { } expected && level != expected))
                throw space.Error($"a node of a B-tree is of kind {found} and level {level}, which does not fit");
            cursor.Address();
            cursor.Address();
            var children = new (TKey Key, long Child)[count];
            for (var i = 0; i < count; i++)
                children[i] = (readKey(cursor), cursor.Address());
            if (level > 0)
            {
                // The last first, so that the first is next.
                foreach (var (_, child) in children.Reverse())
                    open.Push((child, level - 1));
                continue;
            }
            foreach (var child in children)
                yield return child;
        }
    }
}
