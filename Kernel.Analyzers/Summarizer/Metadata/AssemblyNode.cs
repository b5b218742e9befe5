// SPDX-License-Identifier: MIT
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Kernel.Summarizer.Metadata;

/// <summary>One assembly, open for reading.</summary>
internal sealed class AssemblyNode : IDisposable
{
    private AssemblyNode(PEReader image, MetadataReader reader)
    {
        Image = image;
        Reader = reader;
        Name = reader.GetString(reader.GetAssemblyDefinition().Name);
    }

    internal string Name { get; }

    internal PEReader Image { get; }

    internal MetadataReader Reader { get; }

    internal Dictionary<string, TypeNode> Types { get; } = [];

    internal Dictionary<TypeDefinitionHandle, TypeNode> ByHandle { get; } = [];

    internal Dictionary<MethodDefinitionHandle, MethodNode> Methods { get; } = [];

    /// <summary>The assembly in which a type is that this one only forwards.</summary>
    internal Dictionary<string, string> Forwarded { get; } = [];

    /// <summary>The methods that tokens stand for, once they have been resolved.</summary>
    internal Dictionary<int, MethodUse> Resolved { get; } = [];

    /// <summary>Opens the file; null where it is no managed assembly.</summary>
    internal static AssemblyNode? Open(string path)
    {
        var image = new PEReader(File.OpenRead(path), PEStreamOptions.PrefetchEntireImage);
        if (image.HasMetadata && image.GetMetadataReader() is { IsAssembly: true } reader)
            return new AssemblyNode(image, reader);

        image.Dispose();
        return null;
    }

    public void Dispose() => Image.Dispose();
}
