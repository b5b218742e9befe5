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

    /// <summary>For each type that this assembly only forwards, the name of the assembly that defines it.</summary>
    internal Dictionary<string, string> Forwarded { get; } = [];

    /// <summary>The methods of the tokens that have been resolved so far.</summary>
    internal Dictionary<int, MethodUse> Resolved { get; } = [];

    /// <summary>Opens a file; null if it is not a managed assembly.</summary>
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
